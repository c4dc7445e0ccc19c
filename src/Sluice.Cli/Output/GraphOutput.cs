using Sluice.Api.Graphs;
using Sluice.Cli.Graphs;

namespace Sluice.Cli.Output;

/// <summary>Prints a graph for people: a summary, or the views that were asked for.</summary>
/// <param name="writer">Where to.</param>
/// <param name="ink">Colours.</param>
/// <param name="width">Columns.</param>
/// <param name="cuts">Whether lines of the tree are cut at the width: on a terminal. A file gets them whole.</param>
/// <param name="depth">How deep the tree goes.</param>
internal sealed class GraphOutput(TextWriter writer, Ink ink, int width, bool cuts, int depth)
{
    /// <summary>Entries of each kind in the summary; the view of that kind shows all.</summary>
    private const int MaxInSummary = 10;

    private readonly GraphListOutput _lists = new(writer, ink, width);

    public void Write(GraphReport report, GraphViews views)
    {
        if (views == GraphViews.None)
        {
            WriteSummary(report);
            _lists.WriteProblems(report.Problems);
            _lists.WriteUnavailable(report.Unavailable, MaxInSummary);
            _lists.WriteConflicts(report.Conflicts, MaxInSummary);
            _lists.WriteMissing(report.MissingSums, MaxInSummary);
            _lists.WriteWithdrawn(report.Modules);
            return;
        }

        if (views.HasFlag(GraphViews.Why) && report.Why is { } why)
        {
            _lists.WriteWhy(why, report);
        }

        if (views.HasFlag(GraphViews.Tree))
        {
            new GraphTreeOutput(writer, ink, cuts ? width : int.MaxValue, depth).Write(report);
            _lists.Begin();
        }

        if (views.HasFlag(GraphViews.Conflicts))
        {
            _lists.WriteProblems(report.Problems);
            _lists.WriteConflicts(report.Conflicts, int.MaxValue);
            WriteNone(report.Conflicts.Count, "no module is asked for in several versions");
        }

        if (views.HasFlag(GraphViews.Missing))
        {
            _lists.WriteMissing(report.MissingSums, int.MaxValue);
            WriteNone(report.MissingSums.Count, "go.sum has every line that is known to be needed");
        }

        if (views.HasFlag(GraphViews.Replaced))
        {
            _lists.WriteReplaced(report.Replaced);
            WriteNone(report.Replaced.Count, "nothing is replaced");
        }

        if (views.HasFlag(GraphViews.Unfetchable))
        {
            _lists.WriteUnavailable(report.Unavailable, int.MaxValue);
            WriteNone(report.Unavailable.Count, "every go.mod of the graph was read");
        }
    }

    private void WriteNone(int count, string line)
    {
        if (count == 0)
        {
            writer.WriteLine(ink.Green(line));
        }
    }

    private void WriteSummary(GraphReport report)
    {
        _lists.Begin();
        foreach (var main in report.Main)
        {
            string?[] parts = [main.Go is null ? null : $"go {main.Go}", main.Toolchain is null ? null : $"toolchain {main.Toolchain}", main.File ?? report.Form];
            writer.WriteLine($"{ink.Bold(main.Path)}  {ink.Dim(string.Join(", ", parts.OfType<string>()))}");
        }

        var summary = report.Summary;
        var uncertain = report.MissingSums.Count(sum => !sum.IsCertain);
        List<(string Name, string? Value)> rows =
        [
            ("modules", summary.Direct is null ? $"{summary.Modules}" : $"{summary.Modules}: {summary.Direct} direct, {summary.Indirect} indirect"),
            ("graph", summary.Requirements == 0 ? null : $"{HumanText.Count(summary.Versions, "version")}, {HumanText.Count(summary.Requirements, "requirement")}, {summary.Depth} deep"),
            ("go", summary.GoNeeded is null ? null : ink.Yellow($"{summary.GoNeeded} is what {summary.GoNeededBy} says it needs")),
            ("conflicts", Count(report.Conflicts.Count, "module", "asked for in several versions")),
            ("replaced", Count(report.Replaced.Count(entry => entry.State == "used"), "directive", "in use")),
            ("go.sum", Count(report.MissingSums.Count - uncertain, "line", "missing") ?? (uncertain > 0 ? $"{HumanText.Count(uncertain, "line")} may be missing" : null)),
            ("vendored", Count(report.Modules.Count(module => module.GoModFrom == "vendor"), "module", "known from vendor/modules.txt only, which does not tell requirements")),
            ("unread", report.Unread is null ? null : Count(report.Unread.Count, "module", "without sources here: imports behind them are not known")),
            ("unfetchable", Count(report.Unavailable.Count, "go.mod file", "not to be had")),
        ];
        foreach (var (name, value) in rows.Where(row => row.Value is not null))
        {
            writer.WriteLine($"  {name,-11}  {value}");
        }
    }

    private static string? Count(int count, string noun, string rest) => count == 0 ? null : $"{HumanText.Count(count, noun)} {rest}";
}
