using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Compares what is about to be kept with what checksum databases have recorded. In order:
/// <list type="number">
/// <item>Content that the public database contradicts is refused, whatever the policy but <see cref="ChecksumPolicy.Off"/>.</item>
/// <item>An answer of the database that does not prove right refuses too: it is no outage.</item>
/// <item>No answer, or no record: refused under <see cref="ChecksumPolicy.Require"/>, else noted as unverified before it is kept.</item>
/// <item>What our own log covers is compared with it; what is new is recorded there, unless it is public and yet unverified.</item>
/// <item>What nobody covers is kept as it is.</item>
/// </list>
/// Safe to call concurrently.
/// </summary>
/// <param name="parts">Who is asked, and what is written down.</param>
/// <param name="time">The clock.</param>
public sealed class ChecksumGate(ChecksumParts parts, TimeProvider time)
{
    /// <summary>The one algorithm that hashes are compared by; records may have others beside it.</summary>
    private const string Algorithm = "h1:";

    /// <summary>Compares a go.mod; null when it may be kept, else why not.</summary>
    public async Task<Fault?> CheckGoModAsync(Artefact artefact, ReadOnlyMemory<byte> bytes, string source, FetchContext context, CancellationToken cancellationToken)
    {
        var isOurs = parts.OwnLog?.Covers(artefact.Path) == true;
        if (!isOurs && !parts.Oracle.Covers(artefact.Path))
        {
            return null;
        }

        var version = ModuleVersion.Parse(artefact.Version);
        var suspect = new SuspectContent(artefact, ModuleHash.HashGoMod(bytes.Span).ToString(), source, () => new MemoryStream(bytes.ToArray(), writable: false));
        var answer = await parts.Oracle.AskAsync(artefact.Path, version, context, cancellationToken);
        if (await JudgeAsync(suspect, answer, context, cancellationToken) is { } fault)
        {
            return fault;
        }

        return isOurs && await parts.OwnLog!.FindAsync(artefact.Path, version, context, cancellationToken) is ChecksumAnswer.Recorded ours
            ? await CompareAsync(suspect, ours, context, cancellationToken)
            : null;
    }

    /// <summary>Compares a zip.</summary>
    /// <returns>Why it may not be kept; else its hash, where that had to be computed.</returns>
    /// <param name="artefact">The zip.</param>
    /// <param name="draft">Its content.</param>
    /// <param name="source">Who gave it.</param>
    /// <param name="context">The fetch that it came with.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <param name="known">Its hash, where that has been computed already.</param>
    public async Task<ZipVerdict> CheckZipAsync(
        Artefact artefact, IZipDraft draft, string source, FetchContext context, CancellationToken cancellationToken, DirHash? known = null)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var isOurs = parts.OwnLog?.Covers(artefact.Path) == true;
        if (!isOurs && !parts.Oracle.Covers(artefact.Path))
        {
            return default;
        }

        // The database answers while we hash. While it is known to be away, nobody needs the hash now.
        var version = ModuleVersion.Parse(artefact.Version);
        var asking = parts.Oracle.AskAsync(artefact.Path, version, context, cancellationToken).AsTask();
        if (!isOurs && asking.IsCompletedSuccessfully && await asking is ChecksumAnswer.Unreachable away)
        {
            return new ZipVerdict(await JudgeAsync(new SuspectContent(artefact, "", source, draft.OpenRead), away, context, cancellationToken), known);
        }

        var hash = known.GetValueOrDefault();
        if (known is null && TryHash(draft, cancellationToken, out hash) is { } malformed)
        {
            return malformed;
        }

        var suspect = new SuspectContent(artefact, hash.ToString(), source, draft.OpenRead);
        var answer = await asking;
        if (await JudgeAsync(suspect, answer, context, cancellationToken) is { } fault)
        {
            return fault;
        }

        if (isOurs)
        {
            using var content = draft.OpenRead();
            var goMod = GoModOf(artefact, answer, content, cancellationToken);
            if (await RecordAsync(suspect, hash, goMod, MayRecord(artefact.Path, answer), context, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return new ZipVerdict(null, hash);
    }

    /// <summary>
    /// Compares the hash of a kept zip or go.mod with what the public database and our own log have. Keeps and reports nothing. A contradiction of either counts.
    /// </summary>
    /// <param name="artefact">The zip or go.mod.</param>
    /// <param name="hash">Its hash, <c>h1:…</c>.</param>
    /// <param name="context">For the steps on the way.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public async Task<ChecksumComparison> CompareStoredAsync(Artefact artefact, string hash, FetchContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(artefact);
        var version = ModuleVersion.Parse(artefact.Version);
        var known = Compare(artefact.Kind, hash, await parts.Oracle.AskAsync(artefact.Path, version, context, cancellationToken));
        if (known.State is ComparisonState.Different or ComparisonState.Untrusted || parts.OwnLog?.Covers(artefact.Path) != true)
        {
            return known;
        }

        var ours = Compare(artefact.Kind, hash, await parts.OwnLog.FindAsync(artefact.Path, version, context, cancellationToken));
        return ours.State is ComparisonState.Unknown && known.State == ComparisonState.Same ? known : ours;
    }

    private static ChecksumComparison Compare(ArtefactKind kind, string hash, ChecksumAnswer answer) => answer switch
    {
        ChecksumAnswer.Recorded recorded => new(Contradicts(recorded, kind, hash) ? ComparisonState.Different : ComparisonState.Same, recorded, ""),
        ChecksumAnswer.Absent absent => new(ComparisonState.Unknown, null, absent.Fault.ToString()),
        ChecksumAnswer.Unreachable unreachable => new(ComparisonState.Unknown, null, unreachable.Fault.ToString()),
        ChecksumAnswer.Untrusted untrusted => new(ComparisonState.Untrusted, null, untrusted.Fault.ToString()),
        _ => ChecksumComparison.NotCovered,
    };

    /// <summary>Records a kept version in our own log, where it is covered and not yet there: the log may be younger than the store.</summary>
    /// <param name="path">The module.</param>
    /// <param name="version">The version.</param>
    /// <param name="zip">Its zip.</param>
    /// <param name="context">The question that it is for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null when the log has the version now, with this content; else why not.</returns>
    public async Task<Fault?> RecordStoredAsync(ModulePath path, ModuleVersion version, Stream zip, FetchContext context, CancellationToken cancellationToken)
    {
        if (parts.OwnLog?.Covers(path) != true)
        {
            return FaultCodes.SumDbNotRelayed.At();
        }

        var artefact = Artefact.Zip(path, version);
        if (!ModuleHash.TryHashZip(zip, out var hash, out var problem, cancellationToken))
        {
            return FaultCodes.Malformed.At(CachedDocument.StoreSource, problem.ToString());
        }

        var suspect = new SuspectContent(artefact, hash.ToString(), CachedDocument.StoreSource, () => zip) { WasServed = true };
        var answer = await parts.Oracle.AskAsync(path, version, context, cancellationToken);
        if (answer is ChecksumAnswer.Recorded recorded && await CompareAsync(suspect, recorded, context, cancellationToken) is { } mismatch)
        {
            return mismatch;
        }

        return answer switch
        {
            ChecksumAnswer.Untrusted untrusted => untrusted.Fault,
            ChecksumAnswer.Unreachable unreachable => FaultCodes.SumDbUnreachable.At(unreachable.Fault.Source, unreachable.Fault.Detail),
            ChecksumAnswer.Absent absent => absent.Fault,
            _ when !MayRecord(path, answer) => FaultCodes.SumLogNotCovered.At(detail: "it is not private, and no public database vouches for it: `sumdb` is off"),
            _ => await RecordAsync(suspect, hash, GoModOf(artefact, answer, zip, cancellationToken), mayRecord: true, context, cancellationToken),
        };
    }

    private bool MayRecord(ModulePath path, ChecksumAnswer answer) =>
        answer is ChecksumAnswer.Recorded || (answer is ChecksumAnswer.NotCovered && parts.FirstSight.Matches(path.Value));

    /// <summary>What the public database's answer means for content that is about to be kept.</summary>
    private async Task<Fault?> JudgeAsync(SuspectContent suspect, ChecksumAnswer answer, FetchContext context, CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case ChecksumAnswer.Recorded recorded:
                return await CompareAsync(suspect, recorded, context, cancellationToken);
            case ChecksumAnswer.Untrusted untrusted:
                return untrusted.Fault;
            case ChecksumAnswer.NotCovered:
                return null;
            case ChecksumAnswer.Absent absent when parts.Oracle.Policy == ChecksumPolicy.Require:
                return FaultCodes.SumDbNotRecorded.At(absent.Database, absent.Fault.Detail);
            case ChecksumAnswer.Unreachable unreachable when parts.Oracle.Policy == ChecksumPolicy.Require:
                return FaultCodes.SumDbUnreachable.At(unreachable.Fault.Source ?? unreachable.Database, unreachable.Fault.ToString()) with { RetryAfter = unreachable.Fault.RetryAfter };
            default:
                await parts.Records.AddUnverifiedAsync(UnverifiedOf(suspect, answer), cancellationToken);
                return null;
        }
    }

    /// <summary>Null when the content has one of the recorded hashes, or the record has none that can be compared.</summary>
    private async Task<Fault?> CompareAsync(SuspectContent suspect, ChecksumAnswer.Recorded recorded, FetchContext context, CancellationToken cancellationToken) =>
        Contradicts(recorded, suspect.Artefact.Kind, suspect.Hash) ? await parts.Alarm.RaiseAsync(suspect, recorded, context, cancellationToken) : null;

    /// <summary>Whether a record has hashes for a kind of artefact, and not this one.</summary>
    internal static bool Contradicts(ChecksumAnswer.Recorded recorded, ArtefactKind kind, string hash)
    {
        var hashes = kind == ArtefactKind.Zip ? recorded.ZipHashes : recorded.GoModHashes;
        return hashes.Any(known => known.StartsWith(Algorithm, StringComparison.Ordinal)) && !hashes.Contains(hash);
    }

    private async Task<Fault?> RecordAsync(
        SuspectContent suspect, DirHash hash, DirHash? goMod, bool mayRecord, FetchContext context, CancellationToken cancellationToken)
    {
        var artefact = suspect.Artefact;
        var version = ModuleVersion.Parse(artefact.Version);
        var ours = await parts.OwnLog!.FindAsync(artefact.Path, version, context, cancellationToken);
        if (ours is ChecksumAnswer.Absent)
        {
            if (!mayRecord)
            {
                return null;
            }

            if (goMod is null)
            {
                return FaultCodes.Malformed.At(suspect.Source, "the go.mod in the zip cannot be read");
            }

            ours = await parts.OwnLog.AppendAsync(artefact.Path, version, hash, goMod.Value, cancellationToken);
        }

        return ours switch
        {
            ChecksumAnswer.Recorded recorded => await CompareAsync(suspect, recorded, context, cancellationToken),
            ChecksumAnswer.Untrusted untrusted => untrusted.Fault,
            ChecksumAnswer.Unreachable unreachable => unreachable.Fault,
            _ => null,
        };
    }

    /// <summary>The hash of the version's go.mod: what the public database vouches for, else that of the zip's own.</summary>
    private static DirHash? GoModOf(Artefact artefact, ChecksumAnswer answer, Stream zip, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (answer is ChecksumAnswer.Recorded { GoModHashes: [var recorded, ..] } && DirHash.TryParse(recorded, out var known, out _))
        {
            return known;
        }

        return ModuleZip.ReadGoMod(zip, artefact.Path, ModuleVersion.Parse(artefact.Version)) is { } goMod ? ModuleHash.HashGoMod(goMod) : null;
    }

    private static Fault? TryHash(IZipDraft draft, CancellationToken cancellationToken, out DirHash hash)
    {
        using var content = draft.OpenRead();
        return ModuleHash.TryHashZip(content, out hash, out var problem, cancellationToken) ? null : FaultCodes.Malformed.At(detail: problem.ToString());
    }

    private UnverifiedVersion UnverifiedOf(SuspectContent suspect, ChecksumAnswer answer)
    {
        var now = time.GetUtcNow();
        var fault = answer is ChecksumAnswer.Absent absent ? absent.Fault : ((ChecksumAnswer.Unreachable)answer).Fault;
        return new UnverifiedVersion(suspect.Artefact.Path, suspect.Artefact.Version, now) { Source = suspect.Source, Reason = fault.ToString(), NextTry = now };
    }
}
