using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Modules.Paths;

/// <summary>
/// The grammar of module paths, import paths and file names, after golang.org/x/mod/module (<c>CheckPath</c>,
/// <c>CheckImportPath</c>, <c>CheckFilePath</c>). Texts of errors are those of the go command, so that a developer finds them.
/// </summary>
public static class PathRules
{
    /// <summary>Longest path that is looked at, in characters. The go command has no limit; a URL of a proxy does (8 KiB).</summary>
    public const int MaxPathLength = 4096;

    private static readonly SearchValues<char> ModuleCharacters =
        SearchValues.Create("-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> ImportCharacters =
        SearchValues.Create("-._~+0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> FileCharacters =
        SearchValues.Create("!#$%&()+,-.=@[]^_{}~ 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("-.0123456789abcdefghijklmnopqrstuvwxyz");

    private static readonly string[] WindowsNames =
    [
        "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    ];

    /// <summary>Checks a slash-separated path of the given kind, element by element. Null when it is well-formed, else why it is not.</summary>
    public static string? Check(ReadOnlySpan<char> path, PathKind kind)
    {
        if (path.IsEmpty)
        {
            return "empty string";
        }

        if (path.Length > MaxPathLength)
        {
            return $"longer than {MaxPathLength} characters";
        }

        if (path[0] == '-' && kind != PathKind.File)
        {
            return "leading dash";
        }

        if (path.IndexOf("//") >= 0)
        {
            return "double slash";
        }

        if (path[^1] == '/')
        {
            return "trailing slash";
        }

        foreach (var range in path.Split('/'))
        {
            var error = CheckElement(path[range], kind);
            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Checks one path element. Null when it is well-formed, else why it is not.</summary>
    public static string? CheckElement(ReadOnlySpan<char> element, PathKind kind)
    {
        if (element.IsEmpty)
        {
            return "empty path element";
        }

        if (!element.ContainsAnyExcept('.'))
        {
            return $"invalid path element \"{element}\"";
        }

        if (element[0] == '.' && kind == PathKind.Module)
        {
            return "leading dot in path element";
        }

        if (element[^1] == '.')
        {
            return "trailing dot in path element";
        }

        return CheckCharacters(element, kind) ?? CheckReserved(element, kind);
    }

    /// <summary>The rules for the first element of a module path, which is a host name: lower case, with a dot.</summary>
    internal static string? CheckHost(ReadOnlySpan<char> host)
    {
        if (host.IsEmpty)
        {
            return "leading slash";
        }

        if (!host.Contains('.'))
        {
            return "missing dot in first path element";
        }

        if (host[0] == '-')
        {
            return "leading dash in first path element";
        }

        var bad = host.IndexOfAnyExcept(HostCharacters);
        return bad < 0 ? null : $"invalid char {Quote(host[bad..])} in first path element";
    }

    private static string? CheckCharacters(ReadOnlySpan<char> element, PathKind kind)
    {
        var allowed = kind switch
        {
            PathKind.Module => ModuleCharacters,
            PathKind.Import => ImportCharacters,
            _ => FileCharacters,
        };
        var at = element.IndexOfAnyExcept(allowed);
        while (at >= 0)
        {
            if (kind != PathKind.File || Rune.DecodeFromUtf16(element[at..], out var rune, out var length) != OperationStatus.Done || !IsFileLetter(rune))
            {
                return $"invalid char {Quote(element[at..])}";
            }

            element = element[(at + length)..];
            at = element.IndexOfAnyExcept(allowed);
        }

        return null;
    }

    private static bool IsFileLetter(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    private static string? CheckReserved(ReadOnlySpan<char> element, PathKind kind)
    {
        var dot = element.IndexOf('.');
        var stem = dot < 0 ? element : element[..dot];
        foreach (var name in stem.Length is 3 or 4 ? WindowsNames : [])
        {
            if (stem.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return $"\"{stem}\" disallowed as path element component on Windows";
            }
        }

        if (kind == PathKind.File)
        {
            return null;
        }

        var tilde = stem.LastIndexOf('~');
        return tilde >= 0 && tilde < stem.Length - 1 && !stem[(tilde + 1)..].ContainsAnyExceptInRange('0', '9')
            ? "trailing tilde and digits in path element"
            : null;
    }

    private static string Quote(ReadOnlySpan<char> at)
    {
        Rune.DecodeFromUtf16(at, out var rune, out _);
        return Rune.IsControl(rune) || rune == Rune.ReplacementChar ? $"'\\u{rune.Value:x4}'" : $"'{rune}'";
    }
}
