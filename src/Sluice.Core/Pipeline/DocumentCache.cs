using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Lists, <c>@latest</c>, <c>.info</c> and <c>.mod</c>: memory, then store, then the sources. What cannot change is kept for good. What can
/// is believed for a while, asked for again ahead of time when somebody still wants it, and answered stale when no source can tell.
/// </summary>
internal sealed class DocumentCache(
    IModuleStore store, Fetcher fetcher, Verifier verifier, GatewayOptions options, TimeProvider time, Func<double> random, IPipelineLog log)
{
    /// <summary>How long a caller with a stale answer at hand waits for a new one.</summary>
    private static readonly TimeSpan StaleGrace = TimeSpan.FromSeconds(3);

    /// <summary>How long after a failed refresh nobody asks again; a dead upstream must not slow every request down.</summary>
    private static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(5);

    private readonly DocumentMemory _memory = new(options.Cache.MemoryBytes);
    private readonly AbsenceMemory _absences = new(time);
    private readonly SingleFlight<Artefact, DocumentAnswer> _flights = new();

    /// <summary>Answers from memory alone, without waiting; false when that cannot be done.</summary>
    public bool TryGet(Artefact artefact, in Asking asking, out DocumentAnswer answer)
    {
        if (_memory.TryGet(artefact, out var document))
        {
            return TryAnswer(document, asking, out answer);
        }

        if (_absences.TryGet(artefact, out var fault))
        {
            answer = new DocumentAnswer(fault, CacheStatus.Negative);
            return true;
        }

        answer = default;
        return false;
    }

    /// <summary>Answers in any case.</summary>
    public ValueTask<DocumentAnswer> GetAsync(Artefact artefact, Asking asking, CancellationToken cancellationToken) =>
        TryGet(artefact, asking, out var answer) ? new ValueTask<DocumentAnswer>(answer) : AskAsync(artefact, asking, cancellationToken);

    /// <summary>Forgets what is in memory of an artefact that the store no longer has.</summary>
    public void Forget(Artefact artefact) => _memory.Remove(artefact);

    /// <summary>Ends when all present fetches have ended.</summary>
    public Task DrainAsync() => _flights.DrainAsync();

    private bool TryAnswer(CachedDocument document, in Asking asking, out DocumentAnswer answer)
    {
        var now = document.IsImmutable ? 0 : time.GetTimestamp();
        if (document.IsFresh(now))
        {
            if (document.WantsRefresh(now) && !document.IsPaused(now) && !asking.CachedOnly)
            {
                _ = _flights.Join(document.Artefact, asking, FlyAsync);
            }

            answer = new DocumentAnswer(document, CacheStatus.Hit);
            return true;
        }

        answer = new DocumentAnswer(document, CacheStatus.Stale);
        return asking.CachedOnly || document.IsPaused(now);
    }

    private async ValueTask<DocumentAnswer> AskAsync(Artefact artefact, Asking asking, CancellationToken cancellationToken)
    {
        if (asking.CachedOnly)
        {
            return await AnswerStoredAsync(artefact, cancellationToken);
        }

        var flight = _flights.Join(artefact, asking, FlyAsync);
        try
        {
            return await flight.WaitAsync(StaleGrace, time, cancellationToken);
        }
        catch (TimeoutException) when (!flight.IsCompleted)
        {
            // The flight goes on. What it found in the store is in memory by now, even when nothing was there when it began.
            return _memory.TryGet(artefact, out var held) ? AnswerMeanwhile(held) : await flight.WaitAsync(cancellationToken);
        }
    }

    private async ValueTask<DocumentAnswer> AnswerStoredAsync(Artefact artefact, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadStoredAsync(artefact, cancellationToken) is { } stored
                ? new DocumentAnswer(stored, stored.IsFresh(time.GetTimestamp()) ? CacheStatus.Hit : CacheStatus.Stale)
                : new DocumentAnswer(FaultCodes.NotStored.At(), CacheStatus.Miss);
        }
        catch (StoreException failure)
        {
            log.StoreFailed(artefact, failure.Fault);
            return new DocumentAnswer(failure.Fault, CacheStatus.Miss);
        }
    }

    /// <summary>Answers with what is held while a refresh hangs, and spares those who come next the wait.</summary>
    private DocumentAnswer AnswerMeanwhile(CachedDocument held)
    {
        var now = time.GetTimestamp();
        if (held.IsFresh(now))
        {
            return new DocumentAnswer(held, CacheStatus.Hit);
        }

        held.Pause(now + Ticks(RefreshPause));
        return new DocumentAnswer(held, CacheStatus.Stale);
    }

    private async Task<DocumentAnswer> FlyAsync(Artefact artefact, Asking asking)
    {
        try
        {
            if (!_memory.TryGet(artefact, out var held))
            {
                held = await ReadStoredAsync(artefact, fetcher.Stopping);
            }

            if (held is not null && !held.WantsRefresh(time.GetTimestamp()))
            {
                return new DocumentAnswer(held, CacheStatus.Hit);
            }

            var context = new FetchContext { RequestId = asking.RequestId, IfNoneMatch = held?.SourceETag, IfNoneMatchSource = held?.Source };
            var outcome = await FetchAsync(artefact, context);
            return outcome.IsFound ? await KeepAsync(artefact, outcome.Value, held, context) : Refuse(artefact, outcome.Fault, held, context);
        }
        catch (StoreException failure)
        {
            log.StoreFailed(artefact, failure.Fault);
            return new DocumentAnswer(failure.Fault, CacheStatus.Miss);
        }
        catch (OperationCanceledException)
        {
            return new DocumentAnswer(FaultCodes.Stopping.At(), CacheStatus.Miss);
        }
    }

    /// <summary>
    /// Asks the sources. A go.mod that is not the recorded one is no answer: the next source is asked. That another does not have it either proves nothing then.
    /// </summary>
    private async Task<Outcome<Document>> FetchAsync(Artefact artefact, FetchContext context)
    {
        Fault? refusal = null;
        while (true)
        {
            var outcome = await fetcher.GetDocumentAsync(artefact, context);
            if (!outcome.IsFound)
            {
                return refusal ?? outcome;
            }

            if (artefact.Kind != ArtefactKind.GoMod || !artefact.IsImmutable)
            {
                return outcome;
            }

            refusal = await verifier.CheckGoModAsync(artefact, outcome.Value.Bytes, outcome.Value.Source, context, fetcher.Stopping);
            if (refusal is null)
            {
                return outcome;
            }

            log.Fetched(artefact, context, refusal);
            if (refusal.Code != FaultCodes.SumDbMismatch || context.ReplaceableEntry is not { } entry)
            {
                return refusal;
            }

            context.Distrust(entry);
        }
    }

    private async ValueTask<CachedDocument?> ReadStoredAsync(Artefact artefact, CancellationToken cancellationToken)
    {
        var stored = await store.ReadDocumentAsync(artefact, cancellationToken);
        if (stored is null)
        {
            return null;
        }

        var document = new CachedDocument(artefact, stored.Bytes, CachedDocument.StoreSource, stored.WrittenAt);
        var age = time.GetUtcNow() - stored.WrittenAt;
        SetFreshness(document, age > TimeSpan.Zero ? age : TimeSpan.Zero);
        _memory.Set(document);
        return document;
    }

    private async Task<DocumentAnswer> KeepAsync(Artefact artefact, Document fetched, CachedDocument? held, FetchContext context)
    {
        if (held is not null && (fetched.NotModified || fetched.Bytes.Span.SequenceEqual(held.Bytes.Span)))
        {
            var confirmed = new CachedDocument(artefact, held.Bytes, fetched.Source, held.WrittenAt) { SourceETag = fetched.ETag ?? (fetched.NotModified ? held.SourceETag : null) };
            return Remember(confirmed, fetched.NotModified ? CacheStatus.Hit : CacheStatus.Miss, context);
        }

        if (fetched.NotModified)
        {
            return new DocumentAnswer(FaultCodes.Malformed.At(fetched.Source, "304 to a question without If-None-Match"), CacheStatus.Miss, context);
        }

        try
        {
            await store.WriteDocumentAsync(artefact, fetched.Bytes, fetcher.Stopping);
        }
        catch (StoreException failure) when (!artefact.IsImmutable)
        {
            // A list is true without being kept; a client of cached modules must not suffer from a full disk.
            log.StoreFailed(artefact, failure.Fault);
        }

        return Remember(new CachedDocument(artefact, fetched.Bytes, fetched.Source, time.GetUtcNow()) { SourceETag = fetched.ETag }, CacheStatus.Miss, context);
    }

    private DocumentAnswer Remember(CachedDocument document, CacheStatus status, FetchContext context)
    {
        SetFreshness(document, TimeSpan.Zero);
        _memory.Set(document);
        _absences.Remove(document.Artefact);
        return new DocumentAnswer(document, status, context);
    }

    private DocumentAnswer Refuse(Artefact artefact, Fault fault, CachedDocument? held, FetchContext context)
    {
        // A list once known outlives its origin: the versions in it are still served. A branch that is gone is gone.
        if (held is not null && (!fault.IsAbsence || fault.Code == FaultCodes.Off || artefact.Kind == ArtefactKind.List))
        {
            held.Pause(time.GetTimestamp() + Ticks(RefreshPause));
            return new DocumentAnswer(held, CacheStatus.Stale, context);
        }

        if (fault.IsAbsence)
        {
            Drop(artefact, held);
        }

        if (fault.IsAbsence || fault.Code == FaultCodes.SumDbMismatch)
        {
            _absences.Set(artefact, fault, options.NegativeTtlOf(artefact.Path));
        }

        return new DocumentAnswer(fault, CacheStatus.Miss, context);
    }

    /// <summary>Forgets what was held, in the store too: else a branch that is gone would come back from there after a while.</summary>
    private void Drop(Artefact artefact, CachedDocument? held)
    {
        _memory.Remove(artefact);
        if (held is null)
        {
            return;
        }

        try
        {
            store.Remove(artefact);
        }
        catch (StoreException failure)
        {
            log.StoreFailed(artefact, failure.Fault);
        }
    }

    private void SetFreshness(CachedDocument document, TimeSpan age)
    {
        var now = time.GetTimestamp();
        var ttl = options.Cache.ListTtl * (0.9 + (0.2 * random()));
        document.SetFreshness(now + Ticks((ttl * 0.75) - age), now + Ticks(ttl - age));
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
