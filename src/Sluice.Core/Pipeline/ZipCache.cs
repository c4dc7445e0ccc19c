using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Zips: from the store, else fetched once for all who ask, checked, made durable, and only then given out. Nobody waits for anybody's
/// transfer: a waiting client gets the zip from the store as soon as it is there.
/// </summary>
internal sealed class ZipCache(IModuleStore store, Fetcher fetcher, Verifier verifier, GatewayOptions options, TimeProvider time, IPipelineLog log, Action<Artefact, Asking> fetched)
{
    private readonly AbsenceMemory _refusals = new(time);
    private readonly SingleFlight<Artefact, Landing> _flights = new();

    /// <summary>Answers from the store, without waiting; false when that cannot be done.</summary>
    public bool TryGet(Artefact artefact, out ZipAnswer answer)
    {
        try
        {
            if (store.OpenZip(artefact) is { } zip)
            {
                answer = new ZipAnswer(zip, CacheStatus.Hit, CachedDocument.StoreSource);
                return true;
            }
        }
        catch (StoreException failure)
        {
            log.StoreFailed(artefact, failure.Fault);
            answer = new ZipAnswer(failure.Fault, CacheStatus.Miss);
            return true;
        }

        answer = _refusals.TryGet(artefact, out var fault) ? new ZipAnswer(fault, CacheStatus.Negative) : default;
        return fault is not null;
    }

    /// <summary>Answers in any case.</summary>
    public async ValueTask<ZipAnswer> GetAsync(Artefact artefact, Asking asking, CancellationToken cancellationToken)
    {
        if (TryGet(artefact, out var answer))
        {
            return answer;
        }

        if (asking.CachedOnly)
        {
            return new ZipAnswer(FaultCodes.NotStored.At(), CacheStatus.Miss);
        }

        var landing = await _flights.Join(artefact, asking, FlyAsync).WaitAsync(cancellationToken);
        if (landing.Fault is not null)
        {
            return new ZipAnswer(landing.Fault, CacheStatus.Miss, landing.Context);
        }

        if (!TryGet(artefact, out answer) || !answer.IsFound)
        {
            return new ZipAnswer(FaultCodes.StoreFailed.At(detail: "the zip vanished after it was kept"), CacheStatus.Miss, landing.Context);
        }

        return new ZipAnswer(answer.Zip, CacheStatus.Miss, landing.Source, landing.Context);
    }

    /// <summary>Ends when all present fetches have ended.</summary>
    public Task DrainAsync() => _flights.DrainAsync();

    private async Task<Landing> FlyAsync(Artefact artefact, Asking asking)
    {
        var context = new FetchContext { RequestId = asking.RequestId };
        try
        {
            using (var present = store.OpenZip(artefact))
            {
                if (present is not null)
                {
                    return new Landing(null, CachedDocument.StoreSource, context);
                }
            }

            return await FetchAsync(artefact, asking, context);
        }
        catch (StoreException failure)
        {
            log.StoreFailed(artefact, failure.Fault);
            return new Landing(failure.Fault, "", context);
        }
    }

    private async Task<Landing> FetchAsync(Artefact artefact, Asking asking, FetchContext context)
    {
        await using var draft = store.CreateZip(artefact);
        var outcome = await fetcher.GetZipAsync(artefact, draft, context);
        if (!outcome.IsFound)
        {
            return Refuse(artefact, outcome.Fault, context);
        }

        var source = outcome.Value.Source;
        if (verifier.Check(artefact, draft) is { } problem)
        {
            // For the fetch it was a success: what is wrong with it is said here, and whose it is.
            var refusal = problem with { Source = source };
            log.Fetched(artefact, context, refusal);
            return Refuse(artefact, refusal, context);
        }

        await draft.CommitAsync(CancellationToken.None);
        fetched(artefact, asking);
        return new Landing(null, source, context);
    }

    private Landing Refuse(Artefact artefact, Fault fault, FetchContext context)
    {
        // A zip that breaks the rules will break them again: without this every question would download it anew.
        if (fault.IsAbsence || fault.Code == FaultCodes.Unpackable)
        {
            _refusals.Set(artefact, fault, options.NegativeTtlOf(artefact.Path));
        }

        return new Landing(fault, "", context);
    }

    private sealed record Landing(Fault? Fault, string Source, FetchContext Context);
}
