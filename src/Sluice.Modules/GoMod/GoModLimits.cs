namespace Sluice.Modules.GoMod;

/// <summary>What the parsers of go.mod, go.work and go.sum refuse to read.</summary>
public static class GoModLimits
{
    /// <summary>Longest file, in bytes: 16 MiB, the limit of the go command for a go.mod (golang.org/x/mod/zip, <c>MaxGoMod</c>).</summary>
    public const int MaxFileBytes = 16 << 20;

    /// <summary>
    /// Most tokens (words, line ends, comments) in a file. The go command has no such limit; without one, 16 MiB of one-letter lines
    /// become a gigabyte of syntax tree. The biggest go.mod files known have some ten thousand.
    /// </summary>
    public const int MaxTokens = 1_000_000;

    /// <summary>Most entries in a go.sum. The biggest known have some ten thousand.</summary>
    public const int MaxSumEntries = 200_000;

    /// <summary>Most errors reported for one file; one more says that there are more. A person reads the first few.</summary>
    public const int MaxErrors = 100;

    internal static string TooLarge => $"file too large: more than {MaxFileBytes} bytes";
}
