using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Server.Hosting;

/// <summary>
/// Sees to it that a version is in the gateway's own checksum database: fetched, and with that verified and recorded; or, where the store had it before the database was
/// made, compared and recorded now.
/// </summary>
internal sealed class SumLogRecorder(ModuleGateway gateway, ChecksumGate gate, IChecksumLog log)
{
    /// <summary>Records a version. Null when it is in the log; else why it cannot be.</summary>
    /// <exception cref="StoreException">The store, or the log, could not read or write.</exception>
    public async ValueTask<Fault?> RecordAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken)
    {
        var answer = await gateway.GetZipAsync(Artefact.Zip(path, version), new Asking(context.RequestId), cancellationToken);
        if (!answer.IsFound)
        {
            return answer.Fault;
        }

        using var zip = answer.Zip;
        if (await log.FindAsync(path, version, context, cancellationToken) is ChecksumAnswer.Recorded)
        {
            return null;
        }

        using var content = zip.OpenRead();
        return await gate.RecordStoredAsync(path, version, content, context, cancellationToken);
    }
}
