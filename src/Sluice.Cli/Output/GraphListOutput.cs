using Sluice.Api.Graphs;

namespace Sluice.Cli.Output;

/// <summary>Prints the lists of a graph report: an entry's name, and below it, indented, what there is to say.</summary>
internal sealed class GraphListOutput(TextWriter writer, Ink ink, int width)
{
    /// <summary>Names in a row of who asks for a version; JSON has them all.</summary>
    private const int MaxNames = 5;

    private const string ForcedBy = "forced by";

    private bool _hasBegun;

    /// <summary>Notes that something stands above, so that a blank line goes before what comes.</summary>
    public void Begin() => _hasBegun = true;

    public void WriteProblems(IReadOnlyList<GraphProblem> problems)
    {
        foreach (var problem in problems)
        {
            Gap();
            WriteWrapped($"{problem.Code}: {problem.Message}", "", ink.Red);
            WriteWrapped($"to do: {problem.Remedy}", "  ");
        }
    }

    public void WriteConflicts(IReadOnlyList<GraphConflict> conflicts, int most)
    {
        foreach (var conflict in conflicts.Take(most))
        {
            Gap();
            writer.WriteLine($"{ink.Bold(conflict.Path)}  {ink.Green(conflict.Selected)} is selected");
            var column = conflict.Demands.Select(demand => demand.Version.Length).Append(ForcedBy.Length).Max();
            foreach (var demand in conflict.Demands)
            {
                WriteRow(demand.Version.PadRight(column), Few(demand.By), demand.Version == conflict.Selected ? ink.Green : ink.Dim);
            }

            WriteRow(ForcedBy.PadRight(column), Chain(conflict.ForcedBy), ink.Bold);
        }

        WriteRest(conflicts.Count, most, "--conflicts");
    }

    public void WriteMissing(IReadOnlyList<GraphMissingSum> sums, int most)
    {
        var shown = sums.Take(most).ToList();
        WriteSums("go.sum lacks", shown.Where(sum => sum is { IsCertain: true, Kind: "go.mod" }), "needed to load the graph: by go list -m all, go mod tidy, and most builds");
        WriteSums("go.sum lacks", shown.Where(sum => sum is { Kind: "zip", Reason: "direct" }), "needed by every build: go.mod says that these are imported directly");
        WriteSums("go.sum lacks", shown.Where(sum => sum is { Kind: "zip", Reason: "import" }), "needed by builds: packages of these are imported, or might lie in them");
        WriteSums("go.sum may lack", shown.Where(sum => !sum.IsCertain), "needed if packages of these are imported, which `// indirect` in go.mod promises");
        WriteRest(sums.Count, most, "--missing");
        if (sums.Count > 0)
        {
            Gap();
            WriteWrapped("to do: go mod tidy, or go mod download M@V for a single one; each compares with the checksum database", "");
        }
    }

    public void WriteReplaced(IReadOnlyList<GraphReplacement> replaced)
    {
        if (replaced.Count > 0)
        {
            Gap();
        }

        foreach (var entry in replaced)
        {
            var state = entry.State == "used" ? ink.Green("used") : ink.Yellow(entry.State);
            writer.WriteLine($"{ink.Bold(entry.Old)} => {entry.New}  {ink.Dim($"{entry.Kind}, {entry.Where},")} {state}");
            if (entry.Applies.Count > 0 && entry.Applies is not [var only] || entry.Applies is [var one] && one != entry.Old)
            {
                WriteWrapped($"for {Few(entry.Applies)}", "  ");
            }

            if (entry.Problem is { } problem)
            {
                WriteWrapped(problem, "  ", ink.Red);
            }
        }
    }

    public void WriteUnavailable(IReadOnlyList<GraphUnavailable> modules, int most)
    {
        foreach (var module in modules.Take(most))
        {
            Gap();
            writer.WriteLine($"{ink.Bold(module.Module)}  {ink.Red(module.State.Replace('-', ' '))}");
            foreach (var line in module.Reason.Split('\n'))
            {
                WriteWrapped(line.Trim(), "  ");
            }

            if (module.Error is { Remedy.Length: > 0 } error)
            {
                WriteWrapped($"to do: {error.Remedy}", "  ");
            }

            if (module.Chain.Count > 0)
            {
                WriteWrapped($"pulled in by {Chain(module.Chain)}", "  ");
            }

            if (module.RequiredBy.Count > 1)
            {
                WriteWrapped($"required by {Few(module.RequiredBy)}", "  ");
            }
        }

        WriteRest(modules.Count, most, "--unfetchable");
        if (modules.Any(module => module.State == "not-fetched"))
        {
            Gap();
            WriteWrapped("to do: go mod download, or sluice graph --fetch; without them the graph is incomplete, and so is all that is said here", "");
        }
    }

    public void WriteWithdrawn(IReadOnlyList<GraphModule> modules)
    {
        foreach (var module in modules.Where(module => module.Retracted is not null || module.Deprecated is not null))
        {
            Gap();
            writer.WriteLine(ink.Bold($"{module.Path}@{module.Version}"));
            if (module.Retracted is { } retracted)
            {
                WriteWrapped($"retracted by its author: {retracted}", "  ", ink.Yellow);
            }

            if (module.Deprecated is { } deprecated)
            {
                WriteWrapped($"deprecated: {deprecated}", "  ", ink.Yellow);
            }
        }
    }

    public void WriteWhy(GraphWhy why, GraphReport report)
    {
        if (why.Selected is null)
        {
            return;
        }

        Gap();
        var path = why.Query.Split('@')[0];
        var module = report.Modules.FirstOrDefault(entry => entry.Path == path);
        var replaced = module?.ReplacedBy is { } by ? $" => {by}" : "";
        writer.WriteLine($"{ink.Bold(path)}  {(why.Selected.Length == 0 ? "is a main module" : $"{ink.Green(why.Selected)}{replaced} is selected")}");
        if (report.Conflicts.FirstOrDefault(entry => entry.Path == path) is { } conflict)
        {
            WriteWrapped($"forced by {Chain(conflict.ForcedBy)}", "  ");
        }

        if (why.Imports is { } imports)
        {
            Gap();
            writer.WriteLine(imports.Count == 0 ? ink.Yellow("no import leads there") : "imported by");
            foreach (var package in imports)
            {
                writer.WriteLine($"  {package}");
            }
        }

        foreach (var chain in why.Paths)
        {
            Gap();
            for (var i = 0; i < chain.Count; i++)
            {
                writer.WriteLine(i == chain.Count - 1 ? ink.Bold(chain[i]) : chain[i]);
            }
        }

        if (why.HasMore)
        {
            Gap();
            writer.WriteLine("and more; --paths N shows up to N");
        }
    }

    private void WriteSums(string title, IEnumerable<GraphMissingSum> sums, string reason)
    {
        var list = sums.ToList();
        if (list.Count == 0)
        {
            return;
        }

        Gap();
        WriteWrapped($"{title} {HumanText.Count(list.Count, "line")}, {reason}", "", ink.Bold);
        foreach (var sum in list)
        {
            writer.WriteLine($"  {sum.Line}");
            if (sum.Chain.Count > 2)
            {
                WriteWrapped(Chain(sum.Chain), "    ", ink.Dim);
            }
        }
    }

    private void Gap()
    {
        if (_hasBegun)
        {
            writer.WriteLine();
        }

        _hasBegun = true;
    }

    private void WriteRest(int count, int most, string flag)
    {
        if (count > most)
        {
            Gap();
            writer.WriteLine(ink.Dim($"and {count - most} more: sluice graph {flag}"));
        }
    }

    private void WriteRow(string name, string text, Func<string, string> paint)
    {
        var first = true;
        foreach (var line in TextWrapping.Wrap(text, Math.Max(40, width - name.Length - 4)))
        {
            writer.WriteLine($"  {(first ? paint(name) : new string(' ', name.Length))}  {line}");
            first = false;
        }
    }

    private void WriteWrapped(string text, string indent, Func<string, string>? paint = null)
    {
        foreach (var line in TextWrapping.Wrap(text, Math.Max(40, width - indent.Length)))
        {
            writer.WriteLine(indent + (paint?.Invoke(line) ?? line));
        }
    }

    private static string Chain(IReadOnlyList<string> chain) => string.Join(" → ", chain);

    private static string Few(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "");
}
