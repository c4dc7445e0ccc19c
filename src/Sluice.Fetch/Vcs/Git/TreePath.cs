namespace Sluice.Fetch.Vcs.Git;

/// <summary>Paths of files in a commit.</summary>
internal static class TreePath
{
    /// <summary>Whether git can have a file of that name: relative, no element empty, <c>.</c> or <c>..</c>; no line break, which would be a second question.</summary>
    public static bool IsValid(ReadOnlySpan<char> path)
    {
        if (path.ContainsAny('\n', '\0'))
        {
            return false;
        }

        foreach (var range in path.Split('/'))
        {
            if (path[range] is "" or "." or "..")
            {
                return false;
            }
        }

        return true;
    }
}
