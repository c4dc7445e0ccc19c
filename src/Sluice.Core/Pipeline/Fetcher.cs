using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Core.Pipeline;

/// <summary>
/// The outermost boundary of a fetch: its turn, its deadline, and the place where an exception that nobody expects becomes a fault. Fetches
/// belong to nobody's request: only the deadline and the end of the gateway cancel them.
/// </summary>
internal sealed class Fetcher(IModuleSource source, FetchLimits limits, TimeProvider time, IPipelineLog log) : IDisposable
{
    private readonly FetchLanes _lanes = new(limits);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled when the gateway stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public Task<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context) =>
        RunAsync(artefact, context, static (s, a, c, _, token) => s.GetDocumentAsync(a, c, token), (IZipSink?)null);

    public Task<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context) =>
        RunAsync(artefact, context, static (s, a, c, sink, token) => s.GetZipAsync(a, sink!, c, token), sink);

    public void Stop() => _stopping.Cancel();

    public void Dispose()
    {
        _lanes.Dispose();
        _stopping.Dispose();
    }

    private async Task<Outcome<T>> RunAsync<T>(
        Artefact artefact,
        FetchContext context,
        Func<IModuleSource, Artefact, FetchContext, IZipSink?, CancellationToken, ValueTask<Outcome<T>>> ask,
        IZipSink? sink)
        where T : class
    {
        using var deadline = new CancellationTokenSource(limits.FetchTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        Outcome<T> outcome;
        try
        {
            outcome = await _lanes.RunAsync(source.LaneOf(artefact.Path), () => ask(source, artefact, context, sink, either.Token), either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            outcome = _stopping.IsCancellationRequested
                ? FaultCodes.Stopping.At() with { RetryAfter = TimeSpan.FromSeconds(5) }
                : FaultCodes.UpstreamTimeout.At(source.Name, $"no whole answer within {limits.FetchTimeout.TotalSeconds:0} s") with { RetryAfter = TimeSpan.FromSeconds(30) };
        }
        catch (StoreException failure)
        {
            outcome = failure.Fault;
        }
        catch (Exception bug)
        {
            log.Unexpected(artefact, bug);
            outcome = FaultCodes.Internal.At();
        }

        log.Fetched(artefact, context, outcome.Fault);
        return outcome;
    }
}
