namespace Sluice.Modules.Paths;

/// <summary>A module path cut before its major version suffix (golang.org/x/mod/module, <c>SplitPathVersion</c>).</summary>
/// <param name="Prefix">The path without the suffix: <c>example.com/m</c>, <c>gopkg.in/yaml</c>.</param>
/// <param name="Suffix">Empty, <c>/vN</c> with N from 2, or under gopkg.in <c>.vN</c> with N from 0 or <c>.vN-unstable</c> with N from 1.</param>
public readonly record struct PathMajor(string Prefix, string Suffix)
{
    private const string GopkgIn = "gopkg.in/";
    private const string Unstable = "-unstable";

    /// <summary>The major version that the suffix asks for: <c>v2</c>, or empty for <c>v0</c>, <c>v1</c> and <c>+incompatible</c>.</summary>
    public string Major => Suffix.Length == 0 ? "" : Stable[1..];

    private string Stable => Suffix.EndsWith(Unstable, StringComparison.Ordinal) ? Suffix[..^Unstable.Length] : Suffix;

    /// <summary>Splits a path. False when its last element looks like a major suffix and is not an allowed one.</summary>
    public static bool Split(string path, out PathMajor split)
    {
        ArgumentNullException.ThrowIfNull(path);
        var ok = Find(path, out var at);
        split = ok ? new PathMajor(path[..at], path[at..]) : new PathMajor(path, "");
        return ok;
    }

    internal static bool IsWellFormed(ReadOnlySpan<char> path) => Find(path, out _);

    /// <summary>
    /// Whether a version belongs under this suffix: <c>v0</c>, <c>v1</c> and <c>+incompatible</c> without one, else the same major.
    /// <c>v0.0.0-</c> pseudo-versions pass under <c>.v1</c> (golang.org/x/mod/module, <c>CheckPathMajor</c>).
    /// </summary>
    public bool Matches(Versions.ModuleVersion version)
    {
        if (Suffix == ".v1" && version.Value.StartsWith("v0.0.0-", StringComparison.Ordinal))
        {
            return true;
        }

        var major = version.Major;
        return Suffix.Length == 0 ? version.IsIncompatible || major is "v0" or "v1" : major.SequenceEqual(Major);
    }

    /// <summary>
    /// The version of this major that a tag or a query means: itself, or for v2 and later under no suffix the same with
    /// <c>+incompatible</c> (<c>v2.0.0</c> of <c>example.com/m</c>). False when it belongs to another suffix.
    /// </summary>
    public bool TryFit(Versions.ModuleVersion version, out Versions.ModuleVersion fitting)
    {
        fitting = Suffix.Length == 0 ? version.ToIncompatible() : version;
        return Matches(fitting);
    }

    private static bool Find(ReadOnlySpan<char> path, out int at)
    {
        at = path.Length;
        return path.StartsWith(GopkgIn) ? FindGopkgIn(path, out at) : FindPlain(path, out at);
    }

    private static bool FindPlain(ReadOnlySpan<char> path, out int at)
    {
        at = path.Length;
        var i = path.Length;
        var dot = false;
        while (i > 0 && (char.IsAsciiDigit(path[i - 1]) || path[i - 1] == '.'))
        {
            dot |= path[i - 1] == '.';
            i--;
        }

        if (i <= 1 || i == path.Length || path[i - 1] != 'v' || path[i - 2] != '/')
        {
            return true;
        }

        var number = path[i..];
        if (dot || number[0] == '0' || number is "1")
        {
            return false;
        }

        at = i - 2;
        return true;
    }

    private static bool FindGopkgIn(ReadOnlySpan<char> path, out int at)
    {
        at = path.Length;
        var end = path.EndsWith(Unstable) ? path.Length - Unstable.Length : path.Length;
        var i = end;
        while (i > 0 && char.IsAsciiDigit(path[i - 1]))
        {
            i--;
        }

        if (i <= 1 || i == path.Length || path[i - 1] != 'v' || path[i - 2] != '.')
        {
            return false;
        }

        // As in Go: ".v0" is the only suffix with a leading zero, so ".v0-unstable" is none; ".v-unstable" passes and fits no version.
        if (path[i] == '0' && path[(i - 2)..] is not ".v0")
        {
            return false;
        }

        at = i - 2;
        return true;
    }
}
