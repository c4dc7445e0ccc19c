using Sluice.Modules.Versions;

namespace Sluice.Modules.Origins;

/// <summary>What a tag says of a module's version.</summary>
/// <param name="Version">The version, without build metadata: <c>v1.2.3</c>.</param>
/// <param name="IsCanonical">Whether the tag spells exactly that. <c>v1.2.3+meta</c> does not: two such tags may name two commits.</param>
public readonly record struct TagVersion(ModuleVersion Version, bool IsCanonical)
{
    /// <summary>
    /// Reads a tag. False for those of other folders, for shortened and malformed versions, and for tags that look like pseudo-versions, which
    /// nobody could tell from real ones.
    /// </summary>
    public static bool TryRead(string tag, string prefix, out TagVersion read)
    {
        ArgumentNullException.ThrowIfNull(tag);
        ArgumentNullException.ThrowIfNull(prefix);
        read = default;
        if (!tag.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var text = tag[prefix.Length..];
        if (!SemVer.TryParse(text, out var parts) || parts.IsShortened || !ModuleVersion.TryParse(SemVer.Canonical(text), out var version, out _) || PseudoVersion.IsPseudo(version))
        {
            return false;
        }

        read = new TagVersion(version, version.Value == text);
        return true;
    }
}
