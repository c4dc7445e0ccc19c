using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Server.Http;
using Sluice.Server.SendFile;

namespace Sluice.Server.Endpoints;

/// <summary>
/// The module part of the GOPROXY protocol (https://go.dev/ref/mod#goproxy-protocol): <c>$module/@v/list</c>, <c>$module/@latest</c>,
/// <c>$module/@v/$version.info</c>, <c>.mod</c>, <c>.zip</c>.
/// </summary>
internal sealed class ModuleEndpoints(ModuleGateway gateway, PathPatterns privatePaths, TransferWatchdog watchdog)
{
    private const string DisableFetchHeader = "Disable-Module-Fetch";

    /// <summary>A version never changes: a year, the longest that caches honour.</summary>
    private const string Immutable = "public, max-age=31536000, immutable";

    private const string PrivateImmutable = "private, max-age=31536000, immutable";

    /// <summary>As long as the public proxies allow for what may change.</summary>
    private const string Query = "public, max-age=60";

    private const string PrivateQuery = "private, max-age=60";

    /// <summary>Stale content must not live on in caches before us.</summary>
    private const string Stale = "no-cache";

    public Task HandleAsync(Exchange exchange, Artefact artefact, bool cachedOnly)
    {
        exchange.Artefact = artefact;
        exchange.CachedOnly = cachedOnly || IsFetchDisabled(exchange.Context.Request);
        if (artefact.Kind == ArtefactKind.Zip)
        {
            return GetZipAsync(exchange, artefact);
        }

        return gateway.TryGetDocument(artefact, exchange.Asking, out var answer) ? AnswerAsync(exchange, answer) : GetDocumentAsync(exchange, artefact);
    }

    private async Task GetDocumentAsync(Exchange exchange, Artefact artefact) =>
        await AnswerAsync(exchange, await gateway.GetDocumentAsync(artefact, exchange.Asking, exchange.Context.RequestAborted));

    private async Task GetZipAsync(Exchange exchange, Artefact artefact)
    {
        if (!gateway.TryGetZip(artefact, out var answer))
        {
            answer = await gateway.GetZipAsync(artefact, exchange.Asking, exchange.Context.RequestAborted);
        }

        exchange.SetOrigin(answer.Status, answer.Source);
        if (!answer.IsFound)
        {
            await exchange.FailAsync(answer.Fault);
            return;
        }

        using var zip = answer.Zip;
        var selected = Describe(exchange, ETagOf(zip), zip.WrittenAt, null, "application/zip", zip.SizeBytes, CacheControlOf(artefact.Path, isImmutable: true, answer.Status));
        if (selected.Count > 0)
        {
            exchange.Bytes = selected.Count;
            exchange.IsCutShort = !await ZipBody.SendAsync(exchange.Context, zip, selected.Offset, selected.Count, watchdog);
        }
    }

    private Task AnswerAsync(Exchange exchange, in DocumentAnswer answer)
    {
        if (!answer.IsFound)
        {
            exchange.SetOrigin(answer.Status, answer.Fault.Source ?? "");
            return exchange.FailAsync(answer.Fault);
        }

        var document = answer.Document;
        exchange.SetOrigin(answer.Status, document.Source);
        var type = document.Artefact.Kind is ArtefactKind.Info or ArtefactKind.Latest ? "application/json" : "text/plain; charset=utf-8";
        var selected = Describe(exchange, document.ETag, document.WrittenAt, document.LastModified, type, document.Bytes.Length, CacheControlOf(document.Artefact.Path, document.IsImmutable, answer.Status));
        if (selected.Count == 0)
        {
            return Task.CompletedTask;
        }

        exchange.Bytes = selected.Count;
        var sent = exchange.Context.Response.BodyWriter.WriteAsync(document.Bytes.Slice((int)selected.Offset, (int)selected.Count));
        return sent.IsCompletedSuccessfully ? Task.CompletedTask : sent.AsTask();
    }

    /// <summary>Sets status and headers, and tells which bytes of the body are to be sent: none for HEAD, 304 and 416.</summary>
    private static ConditionalRequest Describe(Exchange exchange, string etag, DateTimeOffset modified, string? modifiedText, string type, long length, string cacheControl)
    {
        var response = exchange.Context.Response;
        var headers = response.Headers;
        headers.ETag = etag;
        headers.LastModified = modifiedText ?? modified.ToString("R", CultureInfo.InvariantCulture);
        headers.CacheControl = cacheControl;
        headers.AcceptRanges = "bytes";
        var selected = ConditionalRequest.Evaluate(exchange.Context.Request.Headers, exchange.IsHead, etag, modified, length);
        switch (selected.Selection)
        {
            case Selection.NotModified:
                response.StatusCode = StatusCodes.Status304NotModified;
                return selected;
            case Selection.Unsatisfiable:
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
                headers.CacheControl = "no-store";
                response.ContentLength = 0;
                return selected with { Count = 0 };
            case Selection.Range:
                response.StatusCode = StatusCodes.Status206PartialContent;
                headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {selected.Offset}-{selected.Offset + selected.Count - 1}/{length}");
                break;
        }

        response.ContentType = type;
        response.ContentLength = selected.Count;
        return exchange.IsHead ? selected with { Count = 0 } : selected;
    }

    private string CacheControlOf(ModulePath path, bool isImmutable, CacheStatus status)
    {
        if (status == CacheStatus.Stale)
        {
            return Stale;
        }

        var isPrivate = privatePaths.Matches(path.Value);
        return isImmutable ? (isPrivate ? PrivateImmutable : Immutable) : (isPrivate ? PrivateQuery : Query);
    }

    /// <summary>Length and time of publication: a zip is written once, and nobody has its bytes' hash at hand without reading it.</summary>
    private static string ETagOf(StoredZip zip) => string.Create(CultureInfo.InvariantCulture, $"\"{zip.SizeBytes:x}-{zip.WrittenAt.UtcTicks:x}\"");

    private static bool IsFetchDisabled(HttpRequest request) =>
        request.Headers.TryGetValue(DisableFetchHeader, out var value) && value.ToString().Equals("true", StringComparison.OrdinalIgnoreCase);
}
