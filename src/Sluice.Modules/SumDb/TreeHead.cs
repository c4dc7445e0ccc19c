using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Modules.SumDb;

/// <summary>
/// What a checksum database signs: how many records its log has, and the hash of the tree over them. As text three lines, each with its newline
/// (https://go.dev/design/25530-sumdb, golang.org/x/mod/sumdb/tlog, <c>FormatTree</c>):
/// <code>
/// go.sum database tree
/// SIZE
/// HASH
/// </code>
/// </summary>
/// <param name="Size">Records, from 0 to <see cref="MaxSize"/>; in decimal, without sign and leading zeros.</param>
/// <param name="Hash">The tree's hash.</param>
public readonly record struct TreeHead(long Size, LogHash Hash)
{
    /// <summary>Most records: 2^60, so that no arithmetic on them overflows. sum.golang.org had 2^26 in 2026.</summary>
    public const long MaxSize = 1L << 60;

    /// <summary>Longest text that is parsed, in bytes; golang.org/x/mod has the same limit.</summary>
    public const int MaxTextBytes = SignedNote.MaxBytes;

    private const string FirstLine = "go.sum database tree";

    /// <summary>The log before its first record, which nobody needs to sign.</summary>
    public static TreeHead Empty { get; } = new(0, LogHash.EmptyTree);

    /// <summary>
    /// Parses a note's text. Lines after the third are passed over, for databases to come; the first tells incompatible ones apart.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TreeHead head, [NotNullWhen(false)] out string? error)
    {
        head = default;
        error = text.Length > MaxTextBytes ? $"malformed tree head: longer than {MaxTextBytes} bytes" : null;
        if (error is null && (!TakeLine(ref text, out var first) || first is not FirstLine))
        {
            error = $"not a tree head: want the line \"{FirstLine}\"";
        }

        var size = 0L;
        if (error is null && (!TakeLine(ref text, out var second) || !CanonicalNumber.TryParse(second, out size) || size > MaxSize))
        {
            error = $"malformed tree head: want a size from 0 to {MaxSize}";
        }

        var hash = default(LogHash);
        if (error is null && (!TakeLine(ref text, out var third) || !LogHash.TryParse(third, out hash, out _)))
        {
            error = "malformed tree head: want a hash of 32 bytes in base64";
        }

        head = error is null ? new TreeHead(size, hash) : default;
        return error is null;
    }

    /// <summary>Parses a note's text.</summary>
    /// <exception cref="FormatException">It is no tree head; the message says why.</exception>
    public static TreeHead Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var head, out var error) ? head : throw new FormatException(error);
    }

    /// <summary>The text to be signed.</summary>
    public override string ToString() => new StringBuilder().Append(FirstLine).Append('\n').Append(Size).Append('\n').Append(Hash).Append('\n').ToString();

    private static bool TakeLine(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> line)
    {
        var end = text.IndexOf('\n');
        line = end < 0 ? default : text[..end];
        text = end < 0 ? text : text[(end + 1)..];
        return end >= 0;
    }
}
