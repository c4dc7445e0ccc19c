using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>A line of a difference.</summary>
/// <param name="Mark"><c>-</c> before, <c>+</c> after, a blank for a line that stays.</param>
/// <param name="Text">The line without its end.</param>
public sealed record DiffLine(char Mark, string Text);

/// <summary>The difference of two short texts, by lines, with a line of what stays around it.</summary>
public static class LineDiff
{
    /// <summary>Texts with more lines between their first and last difference are shown as removed and added whole.</summary>
    private const int MaxLines = 400;

    private const int Context = 1;

    /// <summary>The difference; empty for the same text.</summary>
    /// <param name="before">The text before; null for none.</param>
    /// <param name="after">The text afterwards; null for none.</param>
    public static IReadOnlyList<DiffLine> Of(string? before, string? after)
    {
        var old = Lines(before);
        var now = Lines(after);
        var head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        if (head == old.Length && head == now.Length)
        {
            return [];
        }

        var middle = Middle(old[head..^tail], now[head..^tail]);
        return
        [
            .. old[Math.Max(0, head - Context)..head].Select(line => new DiffLine(' ', line)),
            .. middle,
            .. old[^tail..].Take(Context).Select(line => new DiffLine(' ', line)),
        ];
    }

    private static string[] Lines(string? text) => string.IsNullOrEmpty(text) ? [] : HostFiles.SplitLines(text);

    /// <summary>The longest common subsequence, by the table.</summary>
    private static List<DiffLine> Middle(string[] old, string[] now)
    {
        if (old.Length > MaxLines || now.Length > MaxLines)
        {
            return [.. old.Select(line => new DiffLine('-', line)), .. now.Select(line => new DiffLine('+', line))];
        }

        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<DiffLine>();
        var (x, y) = (0, 0);
        while (x < old.Length || y < now.Length)
        {
            if (x < old.Length && y < now.Length && old[x] == now[y])
            {
                lines.Add(new DiffLine(' ', old[x++]));
                y++;
            }
            else if (x < old.Length && (y == now.Length || common[x + 1, y] >= common[x, y + 1]))
            {
                lines.Add(new DiffLine('-', old[x++]));
            }
            else
            {
                lines.Add(new DiffLine('+', now[y++]));
            }
        }

        return lines;
    }
}
