using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Sluice.Modules.SumDb;

/// <summary>
/// A record of a log. As a lookup gives it: its number in decimal, a newline, the text, an empty line (golang.org/x/mod/sumdb/tlog, <c>FormatRecord</c>). The
/// text is UTF-8 lines, each with its newline, none empty, without ASCII control characters; for a checksum database the lines of a go.sum for one module
/// version:
/// <code>
/// MODULE VERSION h1:…
/// MODULE VERSION/go.mod h1:…
/// </code>
/// </summary>
public sealed record LogRecord
{
    /// <summary>Longest text, in bytes: two lines of the longest path and version, many times over.</summary>
    public const int MaxTextBytes = 64 * 1024;

    private LogRecord(long id, ReadOnlyMemory<byte> text)
    {
        Id = id;
        Text = text;
    }

    /// <summary>The number, from 0 to below <see cref="TreeHead.MaxSize"/>.</summary>
    public long Id { get; }

    /// <summary>The text with its last newline, without the empty line. What the log's hash is of.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The log's hash of the text.</summary>
    public LogHash Hash => LogHash.OfRecord(Text.Span);

    /// <summary>Makes a record. On failure <paramref name="error"/> says what of the text is against the rules.</summary>
    public static bool TryCreate(long id, ReadOnlyMemory<byte> text, [NotNullWhen(true)] out LogRecord? record, [NotNullWhen(false)] out string? error)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, TreeHead.MaxSize);
        error = CheckText(text.Span);
        record = error is null ? new LogRecord(id, text) : null;
        return record is not null;
    }

    /// <summary>Parses a record at the start of a message. The record shares the message's memory.</summary>
    /// <param name="message">The message.</param>
    /// <param name="record">The record.</param>
    /// <param name="rest">What follows the empty line; may be empty.</param>
    /// <param name="error">What is malformed.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> message, [NotNullWhen(true)] out LogRecord? record, out ReadOnlyMemory<byte> rest, [NotNullWhen(false)] out string? error)
    {
        record = null;
        rest = default;
        var end = message.Span.IndexOf(SignedText.Newline);
        if (end < 0 || !CanonicalNumber.TryParse(message.Span[..end], out var id) || id >= TreeHead.MaxSize)
        {
            error = "malformed record: want its number and a newline";
            return false;
        }

        var body = message[(end + 1)..];
        var blank = body.Span.IndexOf("\n\n"u8);
        if (blank < 0)
        {
            error = "malformed record: want an empty line at its end";
            return false;
        }

        rest = body[(blank + 2)..];
        return TryCreate(id, body[..(blank + 1)], out record, out error);
    }

    /// <summary>The record as a lookup gives it, with the empty line.</summary>
    public byte[] Format() => [.. Encoding.ASCII.GetBytes(Id.ToString(CultureInfo.InvariantCulture)), SignedText.Newline, .. FormatInTile()];

    /// <summary>The record as it stands in a tile of records: text and empty line, without the number.</summary>
    public byte[] FormatInTile() => [.. Text.Span, SignedText.Newline];

    private static string? CheckText(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxTextBytes)
        {
            return $"malformed record: longer than {MaxTextBytes} bytes";
        }

        if (text.IsEmpty || text[^1] != SignedText.Newline)
        {
            return "malformed record: want a newline at the end";
        }

        return text[0] == SignedText.Newline || text.IndexOf("\n\n"u8) >= 0 || !SignedText.IsPlain(text)
            ? "malformed record: want UTF-8 without control characters and empty lines"
            : null;
    }
}
