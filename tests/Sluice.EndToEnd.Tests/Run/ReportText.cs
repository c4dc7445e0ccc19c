using System.Text.RegularExpressions;

namespace Sluice.EndToEnd.Tests.Run;

/// <summary>Takes out of a report what depends on the machine's pace, so that it can be compared with an approved one.</summary>
internal static partial class ReportText
{
    /// <summary>
    /// Rows of the waterfall are sorted by what they name and lose their numbers; those of programs go, since short ones may be missed; so do words about times too
    /// small to tell, and the texts of findings, which the knowledge base holds.
    /// </summary>
    /// <param name="report">A report.</param>
    /// <param name="stall">Part of the one time without movement that the test is about; a busy machine has others.</param>
    public static string Settle(string report, string stall)
    {
        var lines = report.Split('\n').Where(line => !IsProgram().IsMatch(line)).Select(line => Phase().Replace(line, "mostly PHASE")).ToArray();
        var isRow = lines.Select(line => Row().IsMatch(line)).ToArray();
        var rows = new Queue<string>(lines.Where((_, i) => isRow[i]).Select(line => Row().Replace(line, "     N  ")).OrderBy(line => line[(line.IndexOf(']', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal));
        lines = [.. lines.Select((line, i) => isRow[i] ? rows.Dequeue() : line)];
        return EmptyLines().Replace(string.Join('\n', WithoutSmallThings(lines, stall)), "\n\n").TrimEnd('\n') + "\n";
    }

    private static IEnumerable<string> WithoutSmallThings(string[] lines, string stall)
    {
        var (section, heading) = ("", (string?)null);
        var slowest = new List<string>();
        foreach (var line in lines)
        {
            if (line.Length == 0)
            {
                foreach (var module in slowest.Order(StringComparer.Ordinal))
                {
                    yield return module;
                }

                slowest.Clear();
                (section, heading) = ("", null);
                yield return "";
                continue;
            }

            if (section.Length == 0)
            {
                section = heading = line;
                if (line.StartsWith("Why it failed", StringComparison.Ordinal))
                {
                    yield return Finding().Replace(line, "Why it failed: [$1]");
                }

                continue;
            }

            if (heading is not null && !IsSmall(section, line, stall))
            {
                // A section of small things alone has no heading either.
                yield return heading;
                heading = null;
            }

            if (section == "Slowest modules")
            {
                slowest.Add(Blanks().Replace(line, "  "));
            }
            else if (!IsSmall(section, line, stall))
            {
                yield return Title().Replace(line, "[$1]");
            }
        }
    }

    private static bool IsSmall(string section, string line, string stall) =>
        line.StartsWith("  nothing came", StringComparison.Ordinal) || line.StartsWith("  d dns", StringComparison.Ordinal)
        || section.StartsWith("Why it failed", StringComparison.Ordinal)
        || (section == "When nothing moved" && !line.Contains(stall, StringComparison.Ordinal))
        || (section == "What would have been faster" && !line.Contains("lock", StringComparison.Ordinal));

    [GeneratedRegex(@"^ +[0-9]+  (git|ssh|go)")]
    private static partial Regex IsProgram();

    [GeneratedRegex(@"^ +[0-9]+  (?=[0-9a-z])")]
    private static partial Regex Row();

    [GeneratedRegex("mostly (dns|tcp|tls|first byte|transfer)")]
    private static partial Regex Phase();

    [GeneratedRegex(@"^Why it failed: .*\[([a-z0-9.-]+)\]$")]
    private static partial Regex Finding();

    [GeneratedRegex(@"(?<=^  (?:fatal|warning|benign) .*)\[([a-z0-9.-]+)\].*$")]
    private static partial Regex Title();

    [GeneratedRegex("\n{3,}")]
    private static partial Regex EmptyLines();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Blanks();
}
