using Sluice.Api.Graphs;

namespace Sluice.Cli.Output;

/// <summary>
/// Writes a graph for graphviz (https://graphviz.org/doc/info/lang.html). Selected versions are filled, others dashed; a requirement on a version that is not selected is orange,
/// the one that forces the selected version of a conflict blue; what cannot be had is red.
/// </summary>
internal static class GraphDotOutput
{
    public static void Write(TextWriter writer, GraphReport report)
    {
        var edges = Edges(report);
        var selected = report.Modules.Select(module => $"{module.Path}@{module.Version}").ToHashSet(StringComparer.Ordinal);
        var replaced = report.Modules.Where(module => module.ReplacedBy is not null).ToDictionary(module => $"{module.Path}@{module.Version}", module => module.ReplacedBy!);
        var missing = report.Unavailable.Select(module => module.Module).ToHashSet(StringComparer.Ordinal);
        var forcing = report.Conflicts.Where(conflict => conflict.ForcedBy.Count > 1).Select(conflict => (conflict.ForcedBy[^2], conflict.ForcedBy[^1])).ToHashSet();
        writer.WriteLine("digraph modules {");
        writer.WriteLine("  rankdir=LR;");
        writer.WriteLine("  node [shape=box, fontname=\"sans-serif\"];");
        foreach (var module in Nodes(report, edges))
        {
            var label = replaced.TryGetValue(module, out var by) ? $"{module}\n=> {by}" : module;
            var look = !module.Contains('@')
                ? "style=\"bold,filled\", fillcolor=\"gold\""
                : missing.Contains(module)
                    ? "style=\"filled\", color=\"red\", fillcolor=\"mistyrose\""
                    : selected.Contains(module)
                        ? "style=\"filled\", fillcolor=\"lightblue\""
                        : "style=\"dashed\", color=\"gray50\", fontcolor=\"gray40\"";
            writer.WriteLine($"  {Quote(module)} [label={Quote(label)}, {look}];");
        }

        foreach (var (from, to) in edges)
        {
            var look = forcing.Contains((from, to))
                ? " [color=\"blue\", penwidth=2]"
                : to.Contains('@') && !selected.Contains(to)
                    ? " [color=\"orange\"]"
                    : "";
            writer.WriteLine($"  {Quote(from)} -> {Quote(to)}{look};");
        }

        writer.WriteLine("}");
    }

    /// <summary>All requirements, or with <c>--why</c> those of the paths that answer it.</summary>
    private static List<(string From, string To)> Edges(GraphReport report) => report.Why is { } why
        ? [.. why.Paths.SelectMany(path => path.Zip(path.Skip(1))).Distinct()]
        : [.. report.Requirements.SelectMany(entry => entry.Requires.Select(required => (entry.Module, required)))];

    private static IEnumerable<string> Nodes(GraphReport report, List<(string From, string To)> edges)
    {
        var linked = edges.SelectMany(edge => new[] { edge.From, edge.To });
        return report.Why is null
            ? report.Main.Select(main => main.Path).Concat(linked).Concat(report.Modules.Select(module => $"{module.Path}@{module.Version}")).Distinct()
            : linked.Distinct();
    }

    /// <summary>A quoted id: quotes and backslashes escaped, line ends as graphviz writes them.</summary>
    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
