using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Server.Http;
using Sluice.Server.Telemetry;
using Sluice.Store.SumDb.Log;

namespace Sluice.Server.Endpoints;

/// <summary>Sees to it that a version is fetched, verified and recorded; null, or why it is not.</summary>
internal delegate ValueTask<Fault?> VersionRecorder(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken);

/// <summary>
/// The gateway's own checksum database, in the protocol of a database and, at the same address, of a proxy's relay of it
/// (https://go.dev/design/25530-sumdb#checksum-database): <c>/sumdb/NAME/supported</c>, <c>latest</c>, <c>lookup/M@V</c>, <c>tile/8/L/K[.p/W]</c>. A version that
/// is looked up for the first time is recorded first.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="record">Records a version.</param>
/// <param name="elsewhere">The public database's name, for messages; empty if there is none.</param>
/// <param name="messages">Hears of damage, of content that is not what was recorded, and of a failing disk.</param>
internal sealed class SumLogEndpoints(DiskChecksumLog log, VersionRecorder record, string elsewhere, GatewayLog messages)
{
    /// <summary>What is asked below the log's name; false if the path is another database's.</summary>
    public bool TryTake(string path, out string question)
    {
        var isOurs = path.StartsWith(log.Name, StringComparison.Ordinal) && path.Length > log.Name.Length && path[log.Name.Length] == '/';
        question = isOurs ? path[(log.Name.Length + 1)..] : "";
        return isOurs;
    }

    public async Task HandleAsync(Exchange exchange, string question)
    {
        exchange.SetOrigin(CacheStatus.Hit, log.Name);
        Outcome<Document> outcome;
        try
        {
            outcome = await AnswerAsync(exchange, question);
        }
        catch (StoreException exception)
        {
            outcome = exception.Fault;
        }

        if (!outcome.IsFound)
        {
            if (outcome.Fault.Code == FaultCodes.SumLogDamaged || outcome.Fault.Code == FaultCodes.SumDbMismatch || outcome.Fault.Code == FaultCodes.StoreFailed)
            {
                messages.SumLogFailed(outcome.Fault.Code.Id, outcome.Fault.Detail ?? "", exchange.RequestId);
            }

            await exchange.FailAsync(outcome.Fault);
            return;
        }

        var isTile = question.StartsWith("tile/", StringComparison.Ordinal);
        await SumDbEndpoints.WriteAsync(exchange, isTile, outcome.Value.Bytes, isTile ? "private, max-age=31536000, immutable" : "private, max-age=60");
    }

    private async ValueTask<Outcome<Document>> AnswerAsync(Exchange exchange, string question)
    {
        if (question == "supported")
        {
            return new Document(default, log.Name);
        }

        if (question == "latest")
        {
            return new Document(log.ReadHead().Note, log.Name);
        }

        if (TileCoordinate.TryParse(question, out var tile, out _))
        {
            return await log.ReadTileAsync(tile, exchange.Context.RequestAborted) is { } content ? new Document(content, log.Name) : FaultCodes.NotFound.At(log.Name, $"the tree has {log.ReadHead().Tree.Size} records");
        }

        return LookupAnswer.TryParsePath(question, out var path, out var version) ? await LookupAsync(exchange, path, version) : FaultCodes.UnknownEndpoint.At();
    }

    private async ValueTask<Outcome<Document>> LookupAsync(Exchange exchange, ModulePath path, ModuleVersion version)
    {
        if (!log.Covers(path))
        {
            return FaultCodes.SumLogNotCovered.At(log.Name, elsewhere.Length > 0 ? $"the public database is {elsewhere}" : null);
        }

        var cancelled = exchange.Context.RequestAborted;
        var answer = await log.LookupAsync(path, version, cancelled);
        if (answer is null)
        {
            if (await record(path, version, new FetchContext { RequestId = exchange.RequestId }, cancelled) is { } fault)
            {
                return fault;
            }

            answer = await log.LookupAsync(path, version, cancelled);
        }

        return answer is null ? FaultCodes.NotFound.At(log.Name) : new Document(LookupAnswer.Format(answer.Record, answer.Note.Span), log.Name);
    }
}
