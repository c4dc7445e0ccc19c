using Sluice.Api;
using Sluice.Api.Fetching;
using Sluice.Cli.Output;

namespace Sluice.Cli.Fetching;

/// <summary>Fetches a list in parallel. What is stored already costs a look into the store only, so that a stopped run is resumed by running it again.</summary>
internal sealed class PrefetchRun(IGatewaySession session, TimeProvider time, IWorkDisplay display)
{
    private readonly Lock _lock = new();
    private readonly List<PrefetchFailure> _failures = [];
    private int _stored;
    private int _fetched;
    private long _sizeBytes;

    /// <summary>Fetches until all is done or the token is cancelled; the report says which.</summary>
    public async Task<PrefetchReport> RunAsync(IReadOnlyCollection<PrefetchItem> items, int parallel, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var interrupted = false;
        display.Report(0, items.Count, "");
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(items, options, async (item, token) => await FetchAsync(item, items.Count, token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            interrupted = true;
        }

        var duration = Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 1);
        PrefetchFailure[] failures =
            [.. _failures.OrderBy(failure => failure.Module, StringComparer.Ordinal).ThenBy(failure => failure.Query, StringComparer.Ordinal)];
        return new PrefetchReport(items.Count, _stored, _fetched, _sizeBytes, duration, failures) { Interrupted = interrupted };
    }

    private async ValueTask FetchAsync(PrefetchItem item, int total, CancellationToken cancellationToken)
    {
        var fetched = await FetchRunner.RunAsync(session, item.Path, item.Query, item.Parts, time, cancellationToken);
        var error = fetched.Error ?? CheckHash(item, fetched);
        lock (_lock)
        {
            Count(item, fetched, error);
            var failed = _failures.Count > 0 ? $", {_failures.Count} failed" : "";
            display.Report(_stored + _fetched + _failures.Count, total, $"{_fetched} fetched, {_stored} stored{failed}");
        }
    }

    private void Count(PrefetchItem item, FetchedModule fetched, ApiError? error)
    {
        if (error is not null)
        {
            _failures.Add(new PrefetchFailure(item.Path.Value, item.Query.ToString(), item.Origin, error));
            display.Note($"failed   {item}  {FaultOutput.OneLine(error)}");
            return;
        }

        if (fetched.Cache == "hit")
        {
            _stored++;
            return;
        }

        _fetched++;
        _sizeBytes += fetched.SizeBytes ?? 0;
        var size = fetched.SizeBytes is { } bytes ? $"  {HumanText.Size(bytes)}" : "";
        display.Note($"fetched  {item}{size}  {HumanText.Duration(fetched.DurationMs)}");
    }

    /// <summary>What go.sum says must be what came: otherwise the go command would stop at it later.</summary>
    private static ApiError? CheckHash(PrefetchItem item, FetchedModule fetched)
    {
        if (item.Hashes.Count == 0 || fetched.H1 is null || item.Hashes.Contains(fetched.H1, StringComparer.Ordinal))
        {
            return null;
        }

        return new ApiError(
            "gosum.mismatch", "the zip's hash is not the one in go.sum", "Somebody changed the version or the file: find out who before you trust either.")
        {
            Source = fetched.Source,
            Detail = $"go.sum has {item.Hashes[0]}, the zip has {fetched.H1}",
        };
    }
}
