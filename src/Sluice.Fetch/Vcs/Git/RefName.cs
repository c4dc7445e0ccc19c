using System.Buffers;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>Names of tags and branches, and hashes.</summary>
internal static class RefName
{
    /// <summary>The prefix of tags.</summary>
    public const string Tags = "refs/tags/";

    /// <summary>The prefix of branches.</summary>
    public const string Heads = "refs/heads/";

    /// <summary>The fewest digits that stand for a commit; git's own short form.</summary>
    public const int MinHashDigits = 7;

    /// <summary>Digits of a whole SHA-1.</summary>
    public const int Sha1Digits = 40;

    /// <summary>Digits of a whole SHA-256.</summary>
    public const int Sha256Digits = 64;

    /// <summary>Longest name, in characters: a file system takes 255 bytes an element, and no server has longer ones.</summary>
    private const int MaxLength = 1024;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>What no name holds (https://git-scm.com/docs/git-check-ref-format), besides control characters. U+FFFD stands for malformed UTF-8.</summary>
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" ~^:?*[\\\uFFFD");

    /// <summary>
    /// Whether a text can name a tag or a branch: the rules of git check-ref-format, and no dash in front, so that it is never an option. Holds for
    /// the part behind <c>refs/tags/</c> and for whole refs.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > MaxLength || name is "@" || name[0] == '-' || name[^1] == '.')
        {
            return false;
        }

        if (name.ContainsAny(Forbidden) || name.ContainsAnyInRange('\0', '\x1f') || name.ContainsAnyInRange('\x7f', '\x9f'))
        {
            return false;
        }

        if (name.Contains("..", StringComparison.Ordinal) || name.Contains("@{", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var range in name.Split('/'))
        {
            var element = name[range];
            if (element.IsEmpty || element[0] == '.' || element.EndsWith(".lock", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a text is the beginning of a hash, or a whole one. Lower case, as git prints it and as the go command wants it.</summary>
    public static bool IsHash(ReadOnlySpan<char> text) => text.Length is >= MinHashDigits and <= Sha256Digits && !text.ContainsAnyExcept(Hexadecimal);

    /// <summary>Whether a text is a whole hash.</summary>
    public static bool IsWholeHash(ReadOnlySpan<char> text) => text.Length is Sha1Digits or Sha256Digits && !text.ContainsAnyExcept(Hexadecimal);
}
