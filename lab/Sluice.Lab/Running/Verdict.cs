using System.Text.RegularExpressions;
using Sluice.Lab.Scenarios;

namespace Sluice.Lab.Running;

/// <summary>What a run of a scenario gave.</summary>
/// <param name="Scenario">The scenario.</param>
internal sealed record ScenarioRun(Scenario Scenario)
{
    /// <summary>How the go command ended.</summary>
    public Worlds.ToolResult? Go { get; init; }

    /// <summary>What the doctor said; null when it was not asked.</summary>
    public GivenFindings? Doctor { get; init; }

    /// <summary>How long the doctor took, in seconds.</summary>
    public double DoctorSeconds { get; init; }

    /// <summary>How the go command ended after the fix; null when none was tried.</summary>
    public Worlds.ToolResult? Healed { get; init; }

    /// <summary>What the fixing doctor said; null when none was tried.</summary>
    public Worlds.ToolResult? Fix { get; init; }

    /// <summary>What kept the scenario from being run; null when it ran.</summary>
    public string? Broken { get; init; }

    /// <summary>The doctor's time limits are multiplied by this: a busy machine needs patience.</summary>
    public double Slack { get; init; } = 1;

    /// <summary>How long all of it took, in seconds.</summary>
    public double Seconds { get; init; }
}

/// <summary>Compares a run with what its scenario expects.</summary>
internal static class Verdict
{
    /// <summary>The doctor's limit in seconds.</summary>
    public const double DoctorLimit = 15;

    /// <summary>The doctor's limit in seconds where nothing is wrong.</summary>
    public const double HealthyDoctorLimit = 3;

    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with a run, one line each; nothing when all is as expected.</summary>
    public static IReadOnlyList<string> ProblemsOf(ScenarioRun run) =>
        run.Broken is { } broken ? [broken] : [.. GoProblems(run), .. DoctorProblems(run), .. FixProblems(run)];

    /// <summary>Findings that nobody expected, without notes and progress.</summary>
    public static IReadOnlyList<string> ExtraOf(ScenarioRun run) =>
        [.. (run.Doctor?.Findings ?? []).Where(finding => finding.IsProblem).Select(finding => finding.Code).Distinct()
            .Where(code => code != run.Scenario.Expect.First && !run.Scenario.Expect.Also.Contains(code))];

    /// <summary>What go said, in a few words: what its scenario waits for, else the last line.</summary>
    public static string GoLine(ScenarioRun run)
    {
        if (run.Go is not { } go)
        {
            return "";
        }

        if (go.HasTimedOut || go.ExitCode == 0)
        {
            return go.HasTimedOut ? "(no end)" : "ok";
        }

        var match = Regex.Match(go.All, run.Scenario.Go.Says, RegexOptions.Singleline, MatchLimit);
        var line = match.Length > 0 ? match.Value.Split('\n')[0] : go.All.TrimEnd().Split('\n')[^1];
        return line.Trim();
    }

    private static IEnumerable<string> GoProblems(ScenarioRun run)
    {
        if (run.Go is not { } go)
        {
            yield break;
        }

        var wanted = run.Scenario.Go;
        if (wanted.Works != (go.ExitCode == 0))
        {
            yield return wanted.Works ? $"go fails: {go.All.Trim()}" : "go works, and should not";
        }
        else if (wanted.Stuck != go.HasTimedOut)
        {
            yield return wanted.Stuck ? $"go does not hang: {go.All.Trim()}" : $"go is not done after {wanted.Limit:0} s: {go.All.Trim()}";
        }
        else if (!Regex.IsMatch(go.All, wanted.Says, RegexOptions.Singleline, MatchLimit))
        {
            yield return $"go says: {go.All.Trim()}";
        }
    }

    private static IEnumerable<string> DoctorProblems(ScenarioRun run)
    {
        if (run.Doctor is not { } doctor)
        {
            yield break;
        }

        if (doctor.Findings is not { } findings)
        {
            yield return "doctor: " + doctor.Problem;
            yield break;
        }

        var expect = run.Scenario.Expect;
        var problems = findings.Where(finding => finding.IsProblem).Select(finding => finding.Code).ToList();
        if (expect.First.Length > 0 && problems.FirstOrDefault() != expect.First)
        {
            yield return $"first finding is {problems.FirstOrDefault() ?? "none"}, not {expect.First}";
        }

        if (run.Scenario.Healthy && findings.FirstOrDefault(finding => finding.Severity == "fatal" && !expect.Also.Contains(finding.Code)) is { } wrong)
        {
            yield return $"{wrong.Code} where nothing is wrong";
        }

        foreach (var code in problems.Where(expect.Never.Contains).Distinct())
        {
            yield return $"{code} is forbidden here";
        }

        var limit = run.Slack * (run.Scenario.Healthy ? HealthyDoctorLimit : DoctorLimit);
        if (run.DoctorSeconds > limit)
        {
            yield return $"the doctor took {run.DoctorSeconds:0.0} s, more than {limit:0}";
        }
    }

    private static IEnumerable<string> FixProblems(ScenarioRun run)
    {
        if (run.Scenario.Fix.Heals && run.Healed is { } healed && healed.ExitCode != 0)
        {
            yield return $"not healed: {healed.All.Trim()} (the doctor said: {run.Fix?.All.Trim()})";
        }
    }
}
