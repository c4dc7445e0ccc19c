namespace Sluice.Modules.Archives;

/// <summary>What Go's <c>path</c> package says about slash-separated paths.</summary>
internal static class ZipPath
{
    public const string GoMod = "go.mod";
    public const string Licence = "LICENSE";

    /// <summary>Whether <c>path.Clean</c> would leave the path as it is: no empty, <c>.</c> or inner <c>..</c> elements, no slash at the end.</summary>
    public static bool IsClean(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty)
        {
            return false;
        }

        if (path is "/" or ".")
        {
            return true;
        }

        var rooted = path[0] == '/';
        var climbing = !rooted;
        foreach (var range in (rooted ? path[1..] : path).Split('/'))
        {
            var element = (rooted ? path[1..] : path)[range];
            if (element.IsEmpty || element is "." || (element is ".." && !climbing))
            {
                return false;
            }

            climbing &= element is "..";
        }

        return true;
    }

    /// <summary>The last element.</summary>
    public static ReadOnlySpan<char> Base(ReadOnlySpan<char> path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Whether a file is a go.mod by name, in any case. No letter outside ASCII folds to one of its letters.</summary>
    public static bool IsGoModInAnyCase(ReadOnlySpan<char> fileName) => fileName.Equals(GoMod, StringComparison.OrdinalIgnoreCase);
}
