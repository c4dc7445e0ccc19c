using System.Globalization;

namespace Sluice.Doctor.Recording;

/// <summary>Sums a recording up. A function of the recording alone.</summary>
public static class RunAnalysis
{
    private const int MaxSlowest = 8;

    /// <summary>The names of the phases in their order, and how each is read.</summary>
    public static IReadOnlyList<(string Name, Func<RecordedHop, double?> Of)> Phases { get; } =
    [
        ("dns", hop => hop.DnsMs),
        ("tcp", hop => hop.ConnectMs),
        ("tls", hop => hop.TlsMs),
        ("first byte", hop => hop.WaitMs),
        ("transfer", hop => hop.ReceiveMs),
    ];

    /// <summary>Sums up.</summary>
    public static RunSummary Of(RunRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var requests = recording.Requests;
        var network = Spans.Union(requests);
        var both = Spans.Union(requests.Select(request => (request.StartMs, request.EndMs)).Concat(recording.Processes.Select(process => (process.StartMs, process.StartMs + process.DurationMs))));
        var summary = new RunSummary
        {
            Requests = requests.Count,
            Absent = requests.Count(request => request.IsAbsent),
            Failed = requests.Count(request => request.IsFailure),
            Repeats = requests.Count(request => request.Attempt > 1),
            SizeBytes = requests.Sum(request => request.SizeBytes),
            NetworkMs = network,
            VersionControlMs = both - network,
            OwnMs = Math.Max(0, recording.DurationMs - both),
            Phases = [.. Phases.Select(phase => new PhaseSum(phase.Name, requests.Sum(request => request.Sum(phase.Of))))],
            Sources = [.. requests.GroupBy(request => (request.SourceIndex, request.Source)).OrderBy(group => group.Key.SourceIndex < 0).ThenBy(group => group.Key.SourceIndex).Select(OfSource)],
            Slowest = [.. requests.Where(IsOfModule).GroupBy(request => request.Asked.Version.Length == 0 ? request.Asked.Module : request.Asked.Name)
                .Select(OfModule).OrderByDescending(module => module.BusyMs).Take(MaxSlowest)],
            FailOvers = FailOversOf(requests),
        };
        return summary with { Advice = RunAdvice.Of(recording, summary) };
    }

    /// <summary>The phase that took most of some requests.</summary>
    public static string LongestPhase(IReadOnlyCollection<RecordedRequest> requests) => Phases.MaxBy(phase => requests.Sum(request => request.Sum(phase.Of))).Name;

    private static bool IsOfModule(RecordedRequest request) => request.Asked.Kind is "info" or "mod" or "zip" or "list" or "latest" && request.Asked.Module.Length > 0;

    private static SourceSum OfSource(IGrouping<(int Index, string Name), RecordedRequest> group) => new(
        group.Key.Name,
        group.Key.Index,
        group.Count(),
        group.Count(request => request.IsAbsent),
        group.Count(request => request.IsFailure),
        Spans.Union(group),
        Spans.Union(group.Where(request => request.IsAbsent)));

    private static ModuleSum OfModule(IGrouping<string, RecordedRequest> group)
    {
        RecordedRequest[] requests = [.. group];
        return new ModuleSum(group.Key, requests.Length, Spans.Union(requests), requests.Sum(request => request.SizeBytes), LongestPhase(requests));
    }

    /// <summary>A later request for the same path at another source tells who was asked next; the last one tells who gave it.</summary>
    private static IReadOnlyList<FailOver> FailOversOf(IReadOnlyList<RecordedRequest> requests)
    {
        var changes = new List<(RecordedRequest From, string To)>();
        foreach (var group in requests.Where(request => request.SourceIndex >= 0).GroupBy(request => request.Path))
        {
            RecordedRequest[] asked = [.. group.OrderBy(request => request.Number)];
            for (var i = 0; i + 1 < asked.Length; i++)
            {
                if (asked[i + 1].SourceIndex > asked[i].SourceIndex)
                {
                    changes.Add((asked[i], asked[i + 1].Source));
                }
            }
        }

        return [.. changes.GroupBy(change => (From: change.From.Source, change.To, Reason: ReasonOf(change.From))).Select(group =>
            new FailOver(group.Key.From, group.Key.To, group.Key.Reason, group.Count(), group.First().From.Path)).OrderByDescending(change => change.Count)];
    }

    private static string ReasonOf(RecordedRequest request) => request.Error ?? request.Status.ToString(CultureInfo.InvariantCulture);
}
