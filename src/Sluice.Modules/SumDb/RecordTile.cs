using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.SumDb;

/// <summary>
/// The content of tiles of records, <c>tile/HEIGHT/data/NUMBER</c>: each record's text and an empty line, without its number
/// (golang.org/x/mod/sumdb/tlog, <c>FormatRecord</c>; https://go.dev/issue/69348).
/// </summary>
public static class RecordTile
{
    /// <summary>The content of a tile.</summary>
    /// <param name="records">Its records in order.</param>
    public static byte[] Format(IEnumerable<LogRecord> records) => [.. records.SelectMany(record => record.FormatInTile())];

    /// <summary>Parses a tile's content. False when it does not hold exactly as many well-formed records as the tile is wide.</summary>
    /// <param name="tile">A tile of records.</param>
    /// <param name="content">Its content; the records share its memory.</param>
    /// <param name="records">The records, numbered.</param>
    /// <param name="error">What is malformed.</param>
    public static bool TryParse(
        TileCoordinate tile, ReadOnlyMemory<byte> content, [NotNullWhen(true)] out IReadOnlyList<LogRecord>? records, [NotNullWhen(false)] out string? error)
    {
        records = null;
        if (!tile.IsData || !tile.IsIn(TreeHead.MaxSize))
        {
            error = "not a tile of records";
            return false;
        }

        var found = new List<LogRecord>();
        while (!content.IsEmpty)
        {
            var blank = content.Span.IndexOf("\n\n"u8);
            if (blank < 0 || found.Count == tile.Width)
            {
                error = blank < 0 ? "malformed tile: want an empty line after each record" : $"malformed tile: more than {tile.Width} records";
                return false;
            }

            if (!LogRecord.TryCreate((tile.Number << tile.Height) + found.Count, content[..(blank + 1)], out var record, out error))
            {
                return false;
            }

            found.Add(record);
            content = content[(blank + 2)..];
        }

        error = found.Count == tile.Width ? null : $"malformed tile: {found.Count} records, want {tile.Width}";
        records = error is null ? found : null;
        return error is null;
    }
}
