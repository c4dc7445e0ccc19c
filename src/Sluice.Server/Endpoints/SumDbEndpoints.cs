using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Fetch.SumDb;
using Sluice.Modules.GoEnvironment;
using Sluice.Server.Http;

namespace Sluice.Server.Endpoints;

/// <summary>
/// The checksum database part of the protocol (https://go.dev/design/25530-sumdb#proxying-a-checksum-database):
/// <c>/sumdb/NAME/supported</c>, <c>latest</c>, <c>lookup/M@V</c>, <c>tile/…</c>. What is answered has been verified here; clients verify it again.
/// </summary>
/// <param name="database">The public database.</param>
/// <param name="setting">Its setting.</param>
/// <param name="own">The gateway's own database, beside it; null for none.</param>
internal sealed class SumDbEndpoints(VerifiedSumDb database, SumDbSetting setting, SumLogEndpoints? own)
{
    public async Task HandleAsync(Exchange exchange, string path)
    {
        if (own is not null && own.TryTake(path, out var ours))
        {
            await own.HandleAsync(exchange, ours);
            return;
        }

        // The name may hold slashes, so it is the configured one that tells where it ends.
        if (setting.IsOff || !path.StartsWith(setting.Name, StringComparison.Ordinal) || path.Length <= setting.Name.Length || path[setting.Name.Length] != '/')
        {
            await exchange.FailAsync(FaultCodes.SumDbNotRelayed.At());
            return;
        }

        var question = path[(setting.Name.Length + 1)..];
        var context = new FetchContext { RequestId = exchange.RequestId };
        var outcome = await database.GetAsync(setting.Name, question, context, exchange.Context.RequestAborted);
        if (!outcome.IsFound)
        {
            exchange.SetOrigin(CacheStatus.Miss, outcome.Fault.Source ?? "");
            await exchange.FailAsync(outcome.Fault);
            return;
        }

        exchange.SetOrigin(CacheStatus.Miss, outcome.Value.Source);
        var isTile = question.StartsWith("tile/", StringComparison.Ordinal);
        await WriteAsync(exchange, isTile, outcome.Value.Bytes, isTile ? "public, max-age=31536000, immutable" : "public, max-age=60");
    }

    /// <summary>Writes an answer.</summary>
    public static async Task WriteAsync(Exchange exchange, bool isTile, ReadOnlyMemory<byte> body, string cacheControl)
    {
        var response = exchange.Context.Response;
        response.ContentType = isTile ? "application/octet-stream" : "text/plain; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = cacheControl;
        exchange.Bytes = exchange.IsHead ? 0 : body.Length;
        if (!exchange.IsHead)
        {
            await response.BodyWriter.WriteAsync(body);
        }
    }
}
