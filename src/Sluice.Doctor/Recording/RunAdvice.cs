using System.Globalization;

namespace Sluice.Doctor.Recording;

/// <summary>
/// What would have been faster. Every line rests on numbers of the recording and names them; what the recording cannot prove is not said. Times below
/// <see cref="WorthMs"/>, and below a twentieth of the run, are not worth a line.
/// </summary>
internal static class RunAdvice
{
    /// <summary>Least time that advice is about.</summary>
    public const double WorthMs = 300;

    private const int ManyConnections = 6;

    public static IReadOnlyList<string> Of(RunRecording recording, RunSummary summary)
    {
        var least = Math.Max(WorthMs, recording.DurationMs / 20);
        return [.. Misses(recording, summary, least), .. Failures(recording, summary, least), .. SumDb(recording, least), .. Connections(recording, least), .. Repeats(recording, least), .. Locks(recording, least)];
    }

    /// <summary>An entry that had little of what a later one gave.</summary>
    private static IEnumerable<string> Misses(RunRecording recording, RunSummary summary, double least)
    {
        foreach (var source in summary.Sources.Where(source => source.Index >= 0 && source.AbsentMs >= least && source.Absent * 2 > source.Requests))
        {
            // Only what a later entry really had: misses of path prefixes are normal everywhere.
            var missed = recording.Requests.Where(request => request.SourceIndex == source.Index && request.IsAbsent).Select(request => request.Path).ToHashSet();
            var given = recording.Requests.Where(request => request.SourceIndex > source.Index && request.Status == 200 && missed.Contains(request.Path)).ToArray();
            if (given.Length * 2 > missed.Count)
            {
                yield return $"{source.Source} answered 404 to {source.Absent} of {source.Requests} requests, which took {Seconds(source.AbsentMs)}; {given[0].Source} had {given.Length} of them: "
                    + $"put {given[0].Source} first in GOPROXY";
            }
        }
    }

    /// <summary>An entry that failed before a later one answered.</summary>
    private static IEnumerable<string> Failures(RunRecording recording, RunSummary summary, double least)
    {
        foreach (var source in summary.Sources.Where(source => source.Index >= 0 && source.Failed > 0))
        {
            RecordedRequest[] failed = [.. recording.Requests.Where(request => request.SourceIndex == source.Index && request.IsFailure)];
            var lost = Spans.Union(failed);
            var paths = failed.Select(request => request.Path).ToHashSet();
            var rescue = recording.Requests.FirstOrDefault(request => request.SourceIndex > source.Index && request.Status == 200 && paths.Contains(request.Path));
            if (rescue is not null && lost >= least)
            {
                yield return $"{source.Source} failed {failed.Length} times, which took {Seconds(lost)}, before {rescue.Source} answered: put {rescue.Source} first, or leave {source.Source} out";
            }
        }
    }

    /// <summary>The database asked past the module proxy, and slower than it.</summary>
    private static IEnumerable<string> SumDb(RunRecording recording, double least)
    {
        RecordedRequest[] direct = [.. recording.Requests.Where(request => request.SourceIndex < 0 && request.Status == 200)];
        RecordedRequest[] modules = [.. recording.Requests.Where(request => request.SourceIndex >= 0 && request.Asked.Kind != "sumdb" && request.Status == 200)];
        var alone = Alone(direct, modules);
        if (direct.Length == 0 || modules.Length == 0 || alone < least)
        {
            yield break;
        }

        var mine = direct.Average(request => request.Sum(hop => hop.WaitMs));
        var theirs = modules.Average(request => request.Sum(hop => hop.WaitMs));
        if (mine > theirs * 2)
        {
            yield return $"the checksum database {direct[0].Source} was asked directly ({direct.Length} answers); for {Seconds(alone)} nothing else was waited for ({Seconds(mine)} to the first byte "
                + $"on average, {modules[0].Source} {Seconds(theirs)}): use a module proxy that relays the database, such as sluice serve";
        }
    }

    /// <summary>Many connections to one server that speaks HTTP/1.1 only.</summary>
    private static IEnumerable<string> Connections(RunRecording recording, double least)
    {
        foreach (var server in recording.Requests.SelectMany(request => request.Hops).Where(hop => hop.Protocol is not null).GroupBy(hop => new Uri(hop.Url).Authority))
        {
            RecordedHop[] opened = [.. server.Where(hop => hop.ConnectMs is not null)];
            var spent = Spans.Union(opened.Select(hop => (hop.StartMs, hop.StartMs + (hop.DnsMs ?? 0) + (hop.ConnectMs ?? 0) + (hop.TlsMs ?? 0))));
            if (opened.Length >= ManyConnections && server.All(hop => hop.Protocol == "HTTP/1.1") && spent >= least)
            {
                yield return $"{server.Key} speaks HTTP/1.1 only: {opened.Length} connections were opened, which took {Seconds(spent)}; with HTTP/2 it would have been one";
            }
        }
    }

    private static IEnumerable<string> Repeats(RunRecording recording, double least)
    {
        RecordedRequest[] again = [.. recording.Requests.Where(request => request.Attempt > 1)];
        var spent = Spans.Union(again);
        if (spent >= least)
        {
            yield return $"{again.Length} requests asked again what the same source had been asked before, which took {Seconds(spent)} ({again[0].Asked.Name})";
        }
    }

    private static IEnumerable<string> Locks(RunRecording recording, double least)
    {
        var waited = recording.Stalls.Where(stall => stall.Kind == "lock").Sum(stall => stall.DurationMs);
        if (waited >= least)
        {
            yield return $"{Seconds(waited)} were spent waiting for another command's lock: give jobs that run side by side a GOMODCACHE each, or let one fill it first";
        }
    }

    /// <summary>Time in which only the first kind was open.</summary>
    private static double Alone(RecordedRequest[] first, RecordedRequest[] others) => Spans.Union(first.Concat(others)) - Spans.Union(others);

    private static string Seconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.00} s");
}
