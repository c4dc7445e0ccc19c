namespace Sluice.Cli.Output;

/// <summary>A cell: its text, and how it is painted once it is padded.</summary>
internal readonly record struct Cell(string Text, Func<string, string>? Paint = null)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>Rows of painted cells in aligned columns, wide characters counted. The last column is not padded.</summary>
internal sealed class Grid(params int[] rightAligned)
{
    private readonly List<Cell[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public Grid Add(params Cell[] row)
    {
        _rows.Add(row);
        return this;
    }

    public void Write(TextWriter writer, string indent = "  ")
    {
        var columns = _rows.Max(row => (int?)row.Length) ?? 0;
        var widths = Enumerable.Range(0, columns).Select(column => _rows.Max(row => column < row.Length ? WideText.Width(row[column].Text) : 0)).ToArray();
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) =>
            {
                var text = rightAligned.Contains(column) ? WideText.Pad("", widths[column] - WideText.Width(cell.Text)) + cell.Text : column == row.Length - 1 ? cell.Text : WideText.Pad(cell.Text, widths[column]);
                return cell.Paint is null || cell.Text.Length == 0 ? text : cell.Paint(text);
            });
            writer.WriteLine((indent + string.Join("  ", cells)).TrimEnd());
        }
    }
}
