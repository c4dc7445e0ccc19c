using Sluice.Modules.Versions;

namespace Sluice.Modules.Graph;

/// <summary>The order in which minimal version selection takes the greatest (cmd/go/internal/modload, <c>cmpVersion</c>).</summary>
internal static class VersionOrder
{
    /// <summary>The version that means: not at all. Less than every other.</summary>
    public const string None = "none";

    /// <summary>Compares two versions; the empty one of a main module is greater than all.</summary>
    public static int Compare(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return (left.Length == 0).CompareTo(right.Length == 0);
        }

        return SemVer.Compare(left, right);
    }
}
