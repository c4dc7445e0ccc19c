using Sluice.Api.Configuration;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Output;

/// <summary>Prints mistakes of a configuration: place, what is wrong, and what to do below it.</summary>
internal static class ProblemPrinter
{
    public static void Print(TextWriter writer, Ink ink, IReadOnlyList<ConfigurationProblem> problems)
    {
        foreach (var problem in problems)
        {
            var severity = problem.Severity == ProblemSeverity.Error ? ink.Red("error:") : ink.Yellow("warning:");
            var key = problem.Key.Length == 0 ? "" : $"{problem.Key}: ";
            writer.WriteLine($"{ink.Bold(problem.Origin.Location + ":")} {severity} {key}{problem.Message}");
            writer.WriteLine($"    {problem.Remedy}");
        }
    }

    /// <summary><c>2 errors, 1 warning</c>.</summary>
    public static string Summarise(IReadOnlyList<ConfigurationProblem> problems)
    {
        var errors = problems.Count(problem => problem.Severity == ProblemSeverity.Error);
        var warnings = problems.Count - errors;
        var parts = new[] { errors > 0 ? HumanText.Count(errors, "error") : "", warnings > 0 ? HumanText.Count(warnings, "warning") : "" };
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    public static ConfigurationMistake ToWire(ConfigurationProblem problem) =>
        new(problem.Severity == ProblemSeverity.Error ? "error" : "warning", problem.Origin.Location, problem.Key, problem.Message, problem.Remedy)
        {
            Line = problem.Origin.Line > 0 ? problem.Origin.Line : null,
            Column = problem.Origin.Column > 0 ? problem.Origin.Column : null,
        };
}
