using Sluice.Api.Graphs;

namespace Sluice.Cli.Output;

/// <summary>Draws the requirements as a tree. What a version requires is drawn once; where it comes again stands "… shown above".</summary>
/// <param name="writer">Where to.</param>
/// <param name="ink">Colours.</param>
/// <param name="width">Lines are cut here.</param>
/// <param name="depth">Levels below the main modules, at most 100: it is drawn by recursion.</param>
internal sealed class GraphTreeOutput(TextWriter writer, Ink ink, int width, int depth)
{
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private Dictionary<string, IReadOnlyList<string>> _requirements = [];
    private Dictionary<string, string> _selected = [];
    private HashSet<string> _unavailable = [];

    public void Write(GraphReport report)
    {
        _requirements = report.Requirements.ToDictionary(entry => entry.Module, entry => entry.Requires, StringComparer.Ordinal);
        _selected = report.Modules.ToDictionary(module => module.Path, module => module.Version, StringComparer.Ordinal);
        _unavailable = report.Unavailable.Select(module => module.Module).ToHashSet(StringComparer.Ordinal);
        foreach (var root in report.Main.Select(main => main.Path).Union(_requirements.Keys.Where(module => !module.Contains('@'))))
        {
            writer.WriteLine(ink.Bold(Cut(root)));
            _shown.Add(root);
            WriteBelow(root, "", 1);
        }
    }

    private void WriteBelow(string module, string indent, int level)
    {
        var required = _requirements.GetValueOrDefault(module) ?? [];
        for (var i = 0; i < required.Count; i++)
        {
            var isLast = i == required.Count - 1;
            var isFolded = WriteNode(required[i], indent + (isLast ? "└── " : "├── "), level);
            if (!isFolded)
            {
                WriteBelow(required[i], indent + (isLast ? "    " : "│   "), level + 1);
            }
        }
    }

    /// <summary>Whether what is below is not drawn: there is nothing, it is drawn already, or it is too deep.</summary>
    private bool WriteNode(string module, string indent, int level)
    {
        var below = _requirements.GetValueOrDefault(module)?.Count ?? 0;
        var isRepeated = below > 0 && _shown.Contains(module);
        var isTooDeep = level >= depth;
        var fold = below == 0 ? "" : isRepeated ? " … shown above" : isTooDeep ? $" … {HumanText.Count(below, "requirement")}" : "";
        var at = module.IndexOf('@', StringComparison.Ordinal);
        var selected = at < 0 ? null : _selected.GetValueOrDefault(module[..at]);
        var raised = selected is null || selected == module[(at + 1)..] ? "" : $" → {selected}";
        var missing = _unavailable.Contains(module) ? " (not to be had)" : "";
        var line = Cut(indent + module + raised + missing + fold);
        writer.WriteLine(missing.Length > 0 ? ink.Red(line) : raised.Length > 0 ? ink.Yellow(line) : line);
        if (fold.Length == 0 && below > 0)
        {
            _shown.Add(module);
        }

        return fold.Length > 0 || below == 0;
    }

    private string Cut(string line) => line.Length <= width ? line : string.Concat(line.AsSpan(0, Math.Max(0, width - 1)), "…");
}
