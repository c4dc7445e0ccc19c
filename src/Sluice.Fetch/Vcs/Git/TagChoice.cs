using Sluice.Modules.Versions;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>Orders tags as versions.</summary>
internal static class TagChoice
{
    /// <summary>The tags that begin with a prefix, are versions behind it and are allowed: the highest first.</summary>
    public static IReadOnlyList<RepositoryTag> Order(IEnumerable<RepositoryTag> tags, string prefix, Func<string, bool> isAllowed)
    {
        var versions = tags.Where(tag =>
            tag.Name.StartsWith(prefix, StringComparison.Ordinal) && SemVer.IsValid(tag.Name.AsSpan(prefix.Length)) && isAllowed(tag.Name)).ToList();
        versions.Sort((x, y) =>
        {
            var order = SemVer.Compare(y.Name.AsSpan(prefix.Length), x.Name.AsSpan(prefix.Length));
            return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
        });
        return versions;
    }
}
