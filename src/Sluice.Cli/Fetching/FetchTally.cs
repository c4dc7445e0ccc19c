using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Fetching;

/// <summary>Adds up the parts of one fetch. Not shared between fetches.</summary>
internal sealed class FetchTally(TimeProvider time)
{
    /// <summary>What is known so far.</summary>
    public FetchReport Report { get; set; } = new();

    /// <summary>Notes one question and its answer. The first fault stays; who gave the last part counts as the source, unless that was the store.</summary>
    public void Add(string stage, long start, CacheStatus status, string? source, Fault? fault)
    {
        AddStage(stage, start);
        var outcome = Outcome(status);
        Report = Report with
        {
            // What needed the network most decides: hit, stale, miss; negative where nothing was found.
            Cache = Report.Cache is { } earlier && Rank(earlier) >= Rank(outcome) ? earlier : outcome,
            Source = status == CacheStatus.Miss || string.IsNullOrEmpty(Report.Source) ? source ?? fault?.Source ?? Report.Source : Report.Source,
        };
        if (fault is not null)
        {
            Fail(fault);
        }
    }

    /// <summary>Notes what the sources did for a part: their own steps, then who was asked and what was said.</summary>
    public void AddSteps(string stage, FetchContext? fetch)
    {
        if (fetch is null)
        {
            return;
        }

        var asked = fetch.Attempts.Select(attempt => new FetchStep("ask", Show(attempt)) { Duration = attempt.Duration, Bytes = attempt.Bytes });
        Report = Report with { Steps = [.. Report.Steps, .. fetch.Steps.Concat(asked).Select(step => (stage, step))] };
    }

    public void AddStage(string stage, long start) =>
        Report = Report with { Stages = [.. Report.Stages, new FetchStage(stage, time.GetElapsedTime(start))] };

    public void Fail(Fault fault) => Report = Report with { Fault = Report.Fault ?? fault };

    /// <summary>Takes a fault back that did no harm, since a version was found by another question.</summary>
    public ModuleVersion? Forgive(ModuleVersion? version)
    {
        if (version is not null)
        {
            Report = Report with { Fault = null };
        }

        return version;
    }

    private static string Show(FetchAttempt attempt) =>
        $"{attempt.Source}: {attempt.Outcome}{(attempt.Status is { } status ? $", status {status}" : "")}";

    private static int Rank(CacheOutcome outcome) => outcome switch
    {
        CacheOutcome.Hit => 0,
        CacheOutcome.Negative => 1,
        CacheOutcome.Stale => 2,
        _ => 3,
    };

    private static CacheOutcome Outcome(CacheStatus status) => status switch
    {
        CacheStatus.Hit => CacheOutcome.Hit,
        CacheStatus.Miss => CacheOutcome.Miss,
        CacheStatus.Stale => CacheOutcome.Stale,
        _ => CacheOutcome.Negative,
    };
}
