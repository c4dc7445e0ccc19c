namespace Sluice.Cli.Output;

/// <summary>Rows in aligned columns, two spaces between. The last column is not padded and may be of any length.</summary>
internal static class TextTable
{
    /// <summary>Writes rows of the same number of cells.</summary>
    /// <param name="rightAligned">Columns with numbers, from 0.</param>
    public static void Write(TextWriter writer, IReadOnlyList<IReadOnlyList<string>> rows, params int[] rightAligned)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) =>
                rightAligned.Contains(column) ? cell.PadLeft(widths[column]) : column == row.Count - 1 ? cell : cell.PadRight(widths[column]));
            writer.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
