using Microsoft.Extensions.Logging;
using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;

namespace Sluice.Server.Telemetry;

/// <summary>The gateway's messages.</summary>
internal sealed partial class GatewayLog(ILogger<GatewayLog> logger) : IPipelineLog
{
    public void Fetched(Artefact artefact, FetchContext context, Fault? fault)
    {
        foreach (var alert in context.Steps.Where(step => step.What == FetchStep.Alert))
        {
            LogAlert(alert.Text, context.RequestId);
        }

        if (fault is null || fault.IsAbsence)
        {
            LogFetched(artefact, context.RequestId, fault?.Code.Id ?? "found");
            return;
        }

        LogFetchFailed(artefact, context.RequestId, fault.Code.Id, fault.Source ?? "", fault.Detail ?? "");
    }

    [LoggerMessage(1, LogLevel.Information, "listening on {addresses}, upstreams {upstreams}, data in {data}", EventName = "started")]
    public partial void Started(string addresses, string upstreams, string data);

    [LoggerMessage(2, LogLevel.Information, "stopping: {transfers} transfers under way, waiting up to {timeoutSeconds} s", EventName = "stopping")]
    public partial void Stopping(int transfers, double timeoutSeconds);

    public void StoreFailed(Artefact artefact, Fault fault) => LogStoreFailed(artefact, fault.Code.Id, fault.Detail ?? "");

    [LoggerMessage(6, LogLevel.Error, "unexpected error while handling {artefact}", EventName = "unexpected")]
    public partial void Unexpected(Artefact artefact, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "unexpected error in request {requestId}", EventName = "request-failed")]
    public partial void RequestFailed(string requestId, Exception exception);

    [LoggerMessage(3, LogLevel.Debug, "{artefact}: {outcome} (request {requestId})", EventName = "fetched")]
    private partial void LogFetched(Artefact artefact, string requestId, string outcome);

    [LoggerMessage(4, LogLevel.Warning, "{artefact}: {fault} at {upstream}: {detail} (request {requestId})", EventName = "fetch-failed")]
    private partial void LogFetchFailed(Artefact artefact, string requestId, string fault, string upstream, string detail);

    public void SumDbForked(ForkEvidence evidence) => LogForked(evidence.Database);

    [LoggerMessage(9, LogLevel.Critical, "the checksum database {database} has signed two histories; the evidence is in .sumdb in the data directory", EventName = "sumdb-forked")]
    private partial void LogForked(string database);

    public void Mismatched(QuarantineEvidence evidence) => LogMismatch(
        evidence.Artefact, evidence.Hash, evidence.Source, evidence.Database, string.Join(' ', evidence.Recorded), evidence.RequestId);

    [LoggerMessage(10, LogLevel.Critical, "{artefact}: {hash} from {upstream} is not what {database} recorded: {recorded} (request {requestId})", EventName = "checksum-mismatch")]
    private partial void LogMismatch(Artefact artefact, string hash, string upstream, string database, string recorded, string requestId);

    public void VerifiedLate(UnverifiedVersion version) => LogVerifiedLate(version.Path, version.Version, version.Since);

    [LoggerMessage(11, LogLevel.Debug, "{module}@{version}, kept unverified since {since}, is verified", EventName = "verified-late")]
    private partial void LogVerifiedLate(ModulePath module, string version, DateTimeOffset since);

    public void RecordsFailed(Fault fault) => LogRecordsFailed(fault.Code.Id, fault.Detail ?? "");

    [LoggerMessage(12, LogLevel.Error, "the records failed: {fault}: {detail}", EventName = "records-failed")]
    private partial void LogRecordsFailed(string fault, string detail);

    [LoggerMessage(8, LogLevel.Warning, "{alert} (request {requestId})", EventName = "audit")]
    private partial void LogAlert(string alert, string requestId);

    /// <summary>The own checksum database could not answer, or refused a version: nothing of it was given out.</summary>
    [LoggerMessage(13, LogLevel.Error, "the own checksum database: {fault}: {detail} (request {requestId})", EventName = "sumlog-failed")]
    public partial void SumLogFailed(string fault, string detail, string requestId);

    [LoggerMessage(5, LogLevel.Error, "the store failed with {artefact}: {fault}: {detail}", EventName = "store-failed")]
    private partial void LogStoreFailed(Artefact artefact, string fault, string detail);
}
