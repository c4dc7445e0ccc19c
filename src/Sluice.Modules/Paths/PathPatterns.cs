using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.Paths;

/// <summary>
/// A GOPRIVATE-style list: comma-separated globs (Go's path.Match: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>\</c>; none matches a slash),
/// each matched against the first as many elements of a path as it has itself (golang.org/x/mod/module, <c>MatchPrefixPatterns</c>).
/// </summary>
public sealed class PathPatterns
{
    /// <summary>Longest list, in characters.</summary>
    public const int MaxLength = 16 * 1024;

    private readonly string[] _globs;

    private PathPatterns(string text, string[] globs)
    {
        Text = text;
        _globs = globs;
    }

    /// <summary>The list that matches nothing.</summary>
    public static PathPatterns None { get; } = new("", []);

    /// <summary>The list as it was written.</summary>
    public string Text { get; }

    /// <summary>Parses a list; empty entries are skipped. On failure <paramref name="error"/> names the malformed glob.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PathPatterns? patterns, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        patterns = null;
        error = text.Length > MaxLength ? $"the list is longer than {MaxLength} characters" : null;
        if (error is not null)
        {
            return false;
        }

        // The go command drops a trailing slash: "corp.example/" is "corp.example".
        var globs = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(glob => glob.TrimEnd('/')).Where(glob => glob.Length > 0).ToArray();
        var bad = Array.Find(globs, glob => !Glob.IsWellFormed(glob));
        if (bad is not null)
        {
            error = $"malformed pattern \"{bad}\"";
            return false;
        }

        patterns = new PathPatterns(text, globs);
        return true;
    }

    /// <summary>Parses a list.</summary>
    /// <exception cref="FormatException">A glob is malformed.</exception>
    public static PathPatterns Parse(string text) => TryParse(text, out var patterns, out var error) ? patterns : throw new FormatException(error);

    /// <summary>Whether a path, or a path above it, matches a pattern.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        foreach (var glob in _globs)
        {
            if (MatchesPrefix(glob, path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The list that matches what either of two lists matches.</summary>
    public PathPatterns Or(PathPatterns other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other._globs.Length == 0 ? this : _globs.Length == 0 ? other : new PathPatterns($"{Text},{other.Text}", [.. _globs, .. other._globs]);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool MatchesPrefix(ReadOnlySpan<char> glob, ReadOnlySpan<char> path)
    {
        var slashes = glob.Count('/');
        var end = 0;
        for (; end < path.Length; end++)
        {
            if (path[end] == '/' && slashes-- == 0)
            {
                break;
            }
        }

        return slashes <= 0 && Glob.Matches(glob, path[..end]);
    }
}
