namespace Sluice.Modules.GoMod;

/// <summary>Tells directories from module paths in replacements (golang.org/x/mod/modfile, <c>IsDirectoryPath</c>).</summary>
public static class LocalPaths
{
    /// <summary>Whether the path is rooted or starts with an element <c>.</c> or <c>..</c>, as Unix or Windows spell that.</summary>
    public static bool IsDirectory(ReadOnlySpan<char> path)
    {
        if (path is "." or "..")
        {
            return true;
        }

        var rest = path.StartsWith("..") ? path[2..] : path.StartsWith(".") ? path[1..] : path;
        return rest.StartsWith("/") || rest.StartsWith("\\") || (path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':');
    }
}
