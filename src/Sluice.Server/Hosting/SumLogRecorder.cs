using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Fetch.SumDb;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.GoMod;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;

namespace Sluice.Server.Hosting;

/// <summary>
/// Sees to it that a version is in the gateway's own checksum database: fetched, verified, recorded. In order: (1) its zip and go.mod are got into the store; (2) both
/// are hashed as they lie there; (3) of a module that is not private the public database must have the same hashes; else it is not recorded; (4) it is recorded;
/// (5) what was recorded before must be the same.
/// </summary>
internal sealed class SumLogRecorder(ModuleGateway gateway, IChecksumLog log, VerifiedSumDb publicDatabase, SumDbSetting publicSetting, PathPatterns privatePaths)
{
    private static readonly int HashThreads = Math.Clamp(Environment.ProcessorCount, 1, ModuleHash.MaxDegreeOfParallelism);

    /// <summary>Records a version. Null when it is in the log; else why it cannot be.</summary>
    /// <exception cref="StoreException">The store, or the log, could not read or write.</exception>
    public async ValueTask<Fault?> RecordAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken)
    {
        var asking = new Asking(context.RequestId);
        var zip = await HashZipAsync(path, version, asking, cancellationToken);
        if (!zip.IsFound)
        {
            return zip.Fault;
        }

        var goMod = await gateway.GetDocumentAsync(Artefact.GoMod(path, version), asking, cancellationToken);
        if (!goMod.IsFound)
        {
            return goMod.Fault;
        }

        var (zipHash, goModHash) = (DirHash.Parse(zip.Value), ModuleHash.HashGoMod(goMod.Document.Bytes.Span));
        if (!privatePaths.Matches(path.Value) && await AskPublicAsync(path, version, zipHash, goModHash, context, cancellationToken) is { } refused)
        {
            return refused;
        }

        var recorded = await log.AppendAsync(path, version, zipHash, goModHash, cancellationToken);
        return Compare(recorded.Database, recorded.ZipHashes, zipHash, "zip") ?? Compare(recorded.Database, recorded.GoModHashes, goModHash, "go.mod");
    }

    private static Fault? Compare(string database, IReadOnlyList<string> known, DirHash hash, string what) =>
        known.Contains(hash.ToString()) ? null : FaultCodes.SumLogMismatch.At(database, $"{what}: {database} has {string.Join(" ", known)}, the store has {hash}");

    private async ValueTask<Outcome<string>> HashZipAsync(ModulePath path, ModuleVersion version, Asking asking, CancellationToken cancellationToken)
    {
        var answer = await gateway.GetZipAsync(Artefact.Zip(path, version), asking, cancellationToken);
        if (!answer.IsFound)
        {
            return answer.Fault;
        }

        using var zip = answer.Zip;
        var hash = await Task.Run(
            () => ModuleHash.TryHashZip(zip.File.SafeFileHandle, HashThreads, out var hashed, out _, cancellationToken) ? hashed.ToString() : null, cancellationToken);
        return hash is null ? FaultCodes.Unpackable.At(answer.Source) : hash;
    }

    /// <summary>Null when the public database has the same hashes.</summary>
    private async ValueTask<Fault?> AskPublicAsync(
        ModulePath path, ModuleVersion version, DirHash zip, DirHash goMod, FetchContext context, CancellationToken cancellationToken)
    {
        if (publicSetting.IsOff)
        {
            return FaultCodes.SumLogNotCovered.At(detail: "it is not private, and `sumdb` is off: nobody vouches for it");
        }

        var outcome = await publicDatabase.GetAsync(publicSetting.Name, LookupAnswer.PathOf(path, version), context, cancellationToken);
        if (!outcome.IsFound)
        {
            return outcome.Fault;
        }

        return LookupAnswer.TryParse(outcome.Value.Bytes, out var answer, out var error)
            ? Compare(publicSetting.Name, answer.HashesOf(path, version, GoSumKind.Zip), zip, "zip")
                ?? Compare(publicSetting.Name, answer.HashesOf(path, version, GoSumKind.GoMod), goMod, "go.mod")
            : FaultCodes.SumDbUntrusted.At(publicSetting.Name, error);
    }
}
