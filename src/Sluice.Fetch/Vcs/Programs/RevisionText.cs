namespace Sluice.Fetch.Vcs.Programs;

/// <summary>Which texts may name a revision. Whatever a program would take for an option or for an expression is none.</summary>
internal static class RevisionText
{
    /// <summary>Longest name, in characters: our own choice.</summary>
    private const int MaxLength = 1024;

    /// <summary>Whether a text may be the name of a tag or a branch.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxLength && text[0] is not ('-' or '.' or '/') && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '/' or '~');

    /// <summary>Whether a text may be the beginning of a hash.</summary>
    public static bool IsHash(string text) => text.Length is >= 7 and <= 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Whether a text may be a path in a repository.</summary>
    public static bool IsPath(string text) =>
        text.Length > 0 && text[0] is not ('-' or '/') && !text.Any(char.IsControl) && !text.Split('/').Any(element => element is "" or "." or "..");
}
