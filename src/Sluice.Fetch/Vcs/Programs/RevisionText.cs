using System.Text.RegularExpressions;

namespace Sluice.Fetch.Vcs.Programs;

/// <summary>Which texts may name a revision. Whatever a program would take for an option or for an expression is none.</summary>
internal static partial class RevisionText
{
    /// <summary>Longest name, in characters: our own choice.</summary>
    private const int MaxLength = 1024;

    /// <summary>Whether a text may be the name of a tag or a branch.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxLength && text[0] is not ('-' or '.' or '/') && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '/' or '~');

    /// <summary>Whether a text may be the beginning of a hash.</summary>
    public static bool IsHash(string text) => text.Length is >= 7 and <= 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>
    /// Whether Mercurial may be asked for it as the beginning of a hash, in either case. A few digits are none: they would be the number that a change has in this clone.
    /// </summary>
    public static bool IsHashOfMercurial(string text) =>
        text.Length is > 0 and <= 40 && text.All(char.IsAsciiHexDigit) && (text.Length >= 7 || !text.All(char.IsAsciiDigit));

    /// <summary>Whether Subversion may be asked for it: a number, <c>HEAD</c>, or a date in braces.</summary>
    public static bool IsRevisionOfSubversion(string text) => text.Length <= 40 && SubversionRevision().IsMatch(text);

    /// <summary>Whether a text may be a path in a repository.</summary>
    public static bool IsPath(string text) =>
        text.Length > 0 && text[0] is not ('-' or '/') && !text.Any(char.IsControl) && !text.Split('/').Any(element => element is "" or "." or "..");

    [GeneratedRegex(@"^(r?0*[0-9]{1,9}|HEAD|\{[0-9TZ.:+\-]+\})\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SubversionRevision();
}
