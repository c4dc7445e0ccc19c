using Sluice.Api;
using Sluice.Api.Fetching;

namespace Sluice.Cli.Output;

/// <summary>Prints what became of a module: its name, and below it a table of two columns that fits 80 columns whatever the module.</summary>
internal static class FetchedModuleOutput
{
    /// <summary>Prints one module.</summary>
    /// <param name="isFirst">Whether no blank line goes before it.</param>
    public static void Write(TextWriter writer, Ink ink, FetchedModule module, bool isFirst)
    {
        if (!isFirst)
        {
            writer.WriteLine();
        }

        var name = $"{module.Module}@{module.Version ?? module.Query}";
        var mark = module.Error is null ? ink.Green("ok") : ink.Red("failed");
        writer.WriteLine($"{ink.Bold(name)}  {mark}");
        var rows = new List<(string Name, string? Value)>
        {
            ("asked for", module.Version is not null && module.Version != module.Query ? module.Query : null),
            ("time", module.Time is { } time ? HumanText.Time(time) : null),
            ("source", module.Source),
            ("cache", module.Cache),
            ("h1", module.H1),
            ("size", module.SizeBytes is { } size ? HumanText.Size(size) : null),
            ("took", Took(module)),
        };
        if (module.Error is { } error)
        {
            AddError(rows, error);
        }

        foreach (var (label, value) in rows.Where(row => row.Value is not null))
        {
            writer.WriteLine($"  {label.PadRight(9)}  {value}");
        }

        foreach (var step in module.Explanation ?? [])
        {
            writer.WriteLine($"    {ink.Dim(step.Stage.PadRight(6))}  {step.What.PadRight(8)}  {step.Text}{ink.Dim(Cost(step))}");
        }
    }

    /// <summary>Time and bytes of a step that took some.</summary>
    private static string Cost(ExplainedStep step)
    {
        var parts = new[] { step.DurationMs > 0 ? HumanText.Duration(step.DurationMs) : null, step.Bytes > 0 ? HumanText.Size(step.Bytes) : null };
        var cost = string.Join(", ", parts.Where(part => part is not null));
        return cost.Length == 0 ? "" : $"  ({cost})";
    }

    private static string Took(FetchedModule module)
    {
        var stages = string.Join(", ", module.Stages.Select(stage => $"{stage.Name} {HumanText.Duration(stage.DurationMs)}"));
        return HumanText.Duration(module.DurationMs) + (stages.Length == 0 ? "" : $" ({stages})");
    }

    private static void AddError(List<(string Name, string? Value)> rows, ApiError error)
    {
        rows.Add(("error", $"{error.Code}: {error.Message}"));
        rows.Add(("where", error.Source));
        rows.Add(("detail", error.Detail));
        foreach (var line in error.UpstreamText?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            rows.Add(("it said", line));
        }

        rows.Add(("to do", error.Remedy.Length == 0 ? null : error.Remedy));
    }
}
