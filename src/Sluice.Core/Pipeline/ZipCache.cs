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
        catch (OperationCanceledException) when (fetcher.Stopping.IsCancellationRequested)
        {
            return new Landing(FaultCodes.Stopping.At(), "", context);
        }
    }

    private async Task<Landing> FetchAsync(Artefact artefact, Asking asking, FetchContext context)
    {
        Fault? refusal = null;
        while (true)
        {
            await using var draft = store.CreateZip(artefact);
            var outcome = await fetcher.GetZipAsync(artefact, draft, context);
            if (!outcome.IsFound)
            {
                // Where one source was wrong, the absence of another proves nothing.
                return Refuse(artefact, refusal ?? outcome.Fault, context);
            }

            var source = outcome.Value.Source;
            var verdict = await verifier.CheckZipAsync(artefact, draft, source, context, fetcher.Stopping);
            if (verdict.Fault is null)
            {
                await KeepAsync(artefact, draft, verdict);
                fetched(artefact, asking);
                return new Landing(null, source, context);
            }

            // For the fetch it was a success: what is wrong with it is said here, and whose it is.
            refusal = verdict.Fault with { Source = verdict.Fault.Source ?? source };
            log.Fetched(artefact, context, refusal);
            if (refusal.Code != FaultCodes.SumDbMismatch || context.ReplaceableEntry is not { } entry)
            {
                return Refuse(artefact, refusal, context);
            }

            context.Distrust(entry);
        }
    }

    private async Task KeepAsync(Artefact artefact, IZipDraft draft, ZipVerdict verdict)
    {
        await draft.CommitAsync(CancellationToken.None);
        if (verdict.Hash is not { } hash)
        {
            return;
        }

        try
        {
            await store.WriteZipHashAsync(artefact, hash.ToString(), CancellationToken.None);
        }
        catch (StoreException failure)
        {
            // The zip is there; its hash can be computed again.
            log.StoreFailed(artefact, failure.Fault);
        }
    }

    private Landing Refuse(Artefact artefact, Fault fault, FetchContext context)
    {
        // A zip that breaks the rules, or is not the recorded one, will be the same again: without this every question would download it anew.
        if (fault.IsAbsence || fault.Code == FaultCodes.Unpackable || fault.Code == FaultCodes.SumDbMismatch)
        {
            _refusals.Set(artefact, fault, options.NegativeTtlOf(artefact.Path));
        }

        return new Landing(fault, "", context);
    }

    private sealed record Landing(Fault? Fault, string Source, FetchContext Context);
}
