using Sluice.Modules.Versions;

namespace Sluice.Modules.Origins;

/// <summary>The versions of a module that a repository's tags name, before <c>+incompatible</c> is decided.</summary>
/// <param name="Compatible">Versions that the path's major allows, ascending.</param>
/// <param name="Incompatible">Tags from v2 on that could count as <c>+incompatible</c>, ascending, without that suffix.</param>
public sealed record TagList(IReadOnlyList<ModuleVersion> Compatible, IReadOnlyList<ModuleVersion> Incompatible)
{
    /// <summary>Reads tags, in any order. <c>gopkg.in/….vN-unstable</c> has none: its tags are those of the stable path.</summary>
    public static TagList Read(ModuleLocation location, IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(tags);
        if (location.Major.Suffix.EndsWith("-unstable", StringComparison.Ordinal))
        {
            return new TagList([], []);
        }

        var compatible = new SortedSet<ModuleVersion>();
        var incompatible = new SortedSet<ModuleVersion>();
        foreach (var tag in tags)
        {
            if (!TagVersion.TryRead(tag, location.TagPrefix, out var read) || !read.IsCanonical)
            {
                continue;
            }

            if (location.Major.Matches(read.Version))
            {
                compatible.Add(read.Version);
            }
            else if (location.AllowsIncompatible)
            {
                incompatible.Add(read.Version);
            }
        }

        return new TagList([.. compatible], [.. incompatible]);
    }

    /// <summary>
    /// The list that users see. <c>+incompatible</c> versions do not count when the newest compatible version has a go.mod: its author has chosen
    /// (https://go.dev/issue/34189); else a major version counts as a whole unless its newest tag has one.
    /// </summary>
    /// <param name="hasGoMod">Whether a tagged version has a go.mod in the root. Asked once about the newest version of each major in question.</param>
    public async Task<IReadOnlyList<ModuleVersion>> DecideAsync(Func<ModuleVersion, Task<bool>> hasGoMod)
    {
        ArgumentNullException.ThrowIfNull(hasGoMod);
        if (Incompatible.Count == 0 || (Compatible.Count > 0 && await hasGoMod(Compatible[^1])))
        {
            return Compatible;
        }

        var versions = new List<ModuleVersion>(Compatible);
        foreach (var major in Incompatible.GroupBy(version => version.Major.ToString()))
        {
            if (!await hasGoMod(major.Last()))
            {
                versions.AddRange(major.Select(version => version.ToIncompatible()));
            }
        }

        return versions;
    }
}
