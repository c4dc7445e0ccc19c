using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Hashing;
using Sluice.Modules.Versions;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Compares what was kept unverified with the checksum database, in the background, as soon as that can tell. What turns out to be wrong is taken out of the
/// store, into quarantine.
/// </summary>
internal sealed class LateVerification : IAsyncDisposable
{
    /// <summary>Between two looks at what is due.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Versions that are looked up in one go.</summary>
    private const int BatchSize = 200;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(6);

    private readonly CancellationTokenSource _stopping = new();
    private readonly IModuleStore _store;
    private readonly ChecksumParts _parts;
    private readonly Action<Artefact> _forget;
    private readonly TimeProvider _time;
    private readonly IPipelineLog _log;
    private readonly Task _worker;

    /// <summary>Starts the work.</summary>
    /// <param name="store">Where the versions are.</param>
    /// <param name="parts">Who is asked, and what is written down.</param>
    /// <param name="forget">Called after an artefact was taken out of the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of failures.</param>
    public LateVerification(IModuleStore store, ChecksumParts parts, Action<Artefact> forget, TimeProvider time, IPipelineLog log)
    {
        _store = store;
        _parts = parts;
        _forget = forget;
        _time = time;
        _log = log;
        _worker = parts.Oracle.Policy == ChecksumPolicy.Off ? Task.CompletedTask : Task.Run(WorkAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _worker;
        _stopping.Dispose();
    }

    private async Task WorkAsync()
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                await VerifyDueAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task VerifyDueAsync()
    {
        try
        {
            foreach (var version in await _parts.Records.DueAsync(_time.GetUtcNow(), BatchSize, _stopping.Token))
            {
                if (!await TryVerifyAsync(version))
                {
                    // The database cannot be reached: the others would fare no better.
                    return;
                }
            }
        }
        catch (StoreException failure)
        {
            _log.RecordsFailed(failure.Fault);
        }
    }

    /// <summary>False when nobody can be asked now.</summary>
    private async Task<bool> TryVerifyAsync(UnverifiedVersion version)
    {
        var canonical = ModuleVersion.Parse(version.Version);
        try
        {
            return await VerifyAsync(version, canonical);
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or StoreException))
        {
            // One bad version must not end the work for all others.
            _log.Unexpected(Artefact.Zip(version.Path, canonical), problem);
            return true;
        }
    }

    private async Task<bool> VerifyAsync(UnverifiedVersion version, ModuleVersion canonical)
    {
        var context = new FetchContext { RequestId = "late-verification" };
        switch (await _parts.Oracle.AskPatientlyAsync(version.Path, canonical, context, _stopping.Token))
        {
            case ChecksumAnswer.Recorded recorded:
                await CompareAsync(version, canonical, recorded, context);
                return true;
            case ChecksumAnswer.NotCovered:
                // It has become private meanwhile.
                await _parts.Records.RemoveUnverifiedAsync(version.Path, version.Version, _stopping.Token);
                return true;
            case ChecksumAnswer.Unreachable unreachable:
                await PostponeAsync(version, unreachable.Fault);
                return false;
            case ChecksumAnswer.Untrusted untrusted:
                await PostponeAsync(version, untrusted.Fault);
                return false;
            case ChecksumAnswer.Absent absent:
                await PostponeAsync(version, absent.Fault);
                return true;
            default:
                return true;
        }
    }

    private ValueTask PostponeAsync(UnverifiedVersion version, Fault because)
    {
        var delay = TimeSpan.FromTicks(Math.Min(Interval.Ticks << Math.Min(version.Tries, 20), LongestDelay.Ticks));
        var next = version with { Tries = version.Tries + 1, NextTry = _time.GetUtcNow() + delay, Reason = because.ToString() };
        return _parts.Records.PostponeAsync(next, _stopping.Token);
    }

    private async Task CompareAsync(UnverifiedVersion version, ModuleVersion canonical, ChecksumAnswer.Recorded recorded, FetchContext context)
    {
        var zip = Artefact.Zip(version.Path, canonical);
        var goMod = Artefact.GoMod(version.Path, canonical);
        var isSound = await CompareZipAsync(zip, version, recorded, context);
        isSound &= await CompareGoModAsync(goMod, version, recorded, context);
        await _parts.Records.RemoveUnverifiedAsync(version.Path, version.Version, _stopping.Token);
        if (isSound)
        {
            _log.VerifiedLate(version);
        }
    }

    private async Task<bool> CompareZipAsync(Artefact artefact, UnverifiedVersion version, ChecksumAnswer.Recorded recorded, FetchContext context)
    {
        using var zip = _store.OpenZip(artefact);
        if (zip is null)
        {
            return true;
        }

        // From the bytes, not from what was recorded beside them: this is the look that counts.
        if (!ModuleHash.TryHashZip(zip.File.SafeFileHandle, 1, out var hash, out _, _stopping.Token))
        {
            await RefuseAsync(new SuspectContent(artefact, "", version.Source, zip.OpenRead), recorded, context);
            return false;
        }

        if (ChecksumGate.Contradicts(recorded, ArtefactKind.Zip, hash.ToString()))
        {
            await RefuseAsync(new SuspectContent(artefact, hash.ToString(), version.Source, zip.OpenRead), recorded, context);
            return false;
        }

        await _store.WriteZipHashAsync(artefact, hash.ToString(), _stopping.Token);
        return true;
    }

    private async Task<bool> CompareGoModAsync(Artefact artefact, UnverifiedVersion version, ChecksumAnswer.Recorded recorded, FetchContext context)
    {
        if (await _store.ReadDocumentAsync(artefact, _stopping.Token) is not { } document)
        {
            return true;
        }

        var hash = ModuleHash.HashGoMod(document.Bytes.Span).ToString();
        if (!ChecksumGate.Contradicts(recorded, ArtefactKind.GoMod, hash))
        {
            return true;
        }

        await RefuseAsync(new SuspectContent(artefact, hash, version.Source, () => new MemoryStream(document.Bytes.ToArray(), writable: false)), recorded, context);
        return false;
    }

    /// <summary>Evidence first, then out of the store: a crash in between does it again.</summary>
    private async Task RefuseAsync(SuspectContent suspect, ChecksumAnswer.Recorded recorded, FetchContext context)
    {
        await _parts.Alarm.RaiseAsync(suspect with { WasServed = true }, recorded, context, _stopping.Token);
        _store.Remove(suspect.Artefact);
        _forget(suspect.Artefact);
    }
}
