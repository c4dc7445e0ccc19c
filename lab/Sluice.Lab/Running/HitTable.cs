using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Lab.Running;

/// <summary>The table of a whole run, and the same as JSON.</summary>
internal static class HitTable
{
    private const int GoWidth = 64;

    /// <summary>The line of one scenario.</summary>
    public static string Line(ScenarioRun run)
    {
        var problems = Verdict.ProblemsOf(run);
        var extra = Verdict.ExtraOf(run);
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{(problems.Count == 0 ? '✓' : '✗')} {run.Scenario.Name,-34} go {run.Go?.Elapsed.TotalSeconds ?? 0,5:0.0} s  {Shorten(Verdict.GoLine(run)),-GoWidth}");
        if (run.Doctor is { } doctor)
        {
            var got = doctor.Findings is { } findings ? findings.FirstOrDefault(finding => finding.IsProblem)?.Code ?? "-" : "?";
            line.Append(CultureInfo.InvariantCulture, $"  want {Or(run.Scenario.Expect.First),-26} got {got,-26} {run.DoctorSeconds,5:0.0} s");
            line.Append(extra.Count > 0 ? "  also " + string.Join(' ', extra) : "");
            line.Append(run.Healed is { } healed ? healed.ExitCode == 0 ? "  healed" : "  not healed" : "");
        }

        foreach (var problem in problems)
        {
            line.Append("\n    ").Append(problem.Replace("\n", "\n      ", StringComparison.Ordinal));
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The sums of a run.</summary>
    public static string Totals(IReadOnlyList<ScenarioRun> runs, TimeSpan elapsed)
    {
        var good = runs.Count(run => Verdict.ProblemsOf(run).Count == 0);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{runs.Count} scenarios, {good} as expected, {runs.Count - good} not; {elapsed.TotalSeconds:0} s\n");
        var asked = runs.Where(run => run.Doctor is not null).ToList();
        if (asked.Count > 0)
        {
            var hits = asked.Count(run => run.Doctor!.Findings is not null && (run.Doctor.Findings.FirstOrDefault(finding => finding.IsProblem)?.Code ?? "") == run.Scenario.Expect.First);
            text.Append(CultureInfo.InvariantCulture, $"doctor: {hits} of {asked.Count} root causes first, {asked.Sum(run => Verdict.ExtraOf(run).Count)} extra findings, slowest {asked.Max(run => run.DoctorSeconds):0.0} s; ");
            text.Append(CultureInfo.InvariantCulture, $"{runs.Count(run => run.Healed?.ExitCode == 0)} of {runs.Count(run => run.Healed is not null)} healed\n");
        }

        return text.ToString();
    }

    /// <summary>A run as JSON, schema <c>sluice.lab/1</c>.</summary>
    public static string Json(IReadOnlyList<ScenarioRun> runs, TimeSpan elapsed) => JsonSerializer.Serialize(
        new
        {
            schema = "sluice.lab/1",
            seconds = Math.Round(elapsed.TotalSeconds, 1),
            scenarios = runs.Select(run => new
            {
                name = run.Scenario.Name,
                passed = Verdict.ProblemsOf(run).Count == 0,
                problems = Verdict.ProblemsOf(run),
                go = new { text = run.Go?.All ?? "", exit = run.Go?.ExitCode, seconds = Math.Round(run.Go?.Elapsed.TotalSeconds ?? 0, 1) },
                expected = run.Scenario.Expect.First,
                findings = run.Doctor?.Findings?.Select(finding => finding.Code),
                extra = Verdict.ExtraOf(run),
                doctorSeconds = Math.Round(run.DoctorSeconds, 1),
                healed = run.Healed is null ? (bool?)null : run.Healed.ExitCode == 0,
            }),
        },
        Options);

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    private static string Or(string code) => code.Length > 0 ? code : "-";

    private static string Shorten(string line) => line.Length <= GoWidth ? line : "…" + line[^(GoWidth - 1)..];
}
