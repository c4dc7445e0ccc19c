using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Tests.Peers;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.Tests.Upstreams;

public sealed class HttpUpstreamTests : IAsyncDisposable
{
    private readonly Rig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_document_is_passed_on_byte_for_byte()
    {
        var peer = await _rig.ServeAsync("v1.0.0\r\nv1.1.0");
        var outcome = await _rig.GetAsync(peer.Url);
        Assert.Equal("v1.0.0\r\nv1.1.0", Encoding.UTF8.GetString(outcome.Value!.Bytes.Span));
        Assert.Equal(peer.Url.ToString().TrimEnd('/'), outcome.Value.Source);
    }

    [Fact]
    public async Task Every_attempt_is_noted()
    {
        var peer = await _rig.ServeAsync("v1.0.0\n");
        await _rig.GetAsync(peer.Url);
        var attempt = Assert.Single(_rig.Context.Attempts);
        Assert.Equal(("found", 200, 7L), (attempt.Outcome, attempt.Status, attempt.Bytes));
        Assert.True(attempt.FirstByte > TimeSpan.Zero && attempt.Duration >= attempt.FirstByte);
    }

    [Fact]
    public async Task Paths_go_as_the_go_command_sends_them_below_a_base_path()
    {
        var peer = await _rig.ServeAsync("module m");
        var artefact = Artefact.GoMod(ModulePath.Parse("example.com/A~b/x"), ModuleVersion.Parse("v2.0.0-RC1+incompatible"));
        await _rig.GetAsync(new Uri(peer.Url, "/go/mod/"), artefact);
        Assert.Equal("/go/mod/example.com/%21a~b/x/@v/v2.0.0-%21r%21c1+incompatible.mod", Assert.Single(peer.Targets));
    }

    [Fact]
    public async Task A_request_says_who_asks_and_wants_no_compression()
    {
        var peer = await _rig.ServeAsync("");
        await _rig.GetAsync(peer.Url);
        var request = Assert.Single(peer.Requests);
        Assert.StartsWith("Sluice/", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal("identity", request.Header("Accept-Encoding"));
        Assert.Equal(["Accept-Encoding", "Host", "User-Agent"], request.Headers.Keys.Order());
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.Headers.SetCookie = "a=b";
            return Task.CompletedTask;
        });
        var upstream = _rig.Upstream(peer.Url);
        await upstream.GetDocumentAsync(Rig.List, _rig.Context, _rig.Token);
        await upstream.GetDocumentAsync(Rig.List, _rig.Context, _rig.Token);
        Assert.All(peer.Requests, request => Assert.Null(request.Header("Cookie")));
    }

    [Fact]
    public async Task A_zip_reaches_the_sink_as_it_is()
    {
        var zip = new byte[300_000];
        "PK"u8.CopyTo(zip);
        zip[^1] = 7;
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.ContentLength = zip.Length;
            return context.Response.Body.WriteAsync(zip).AsTask();
        });
        var sink = new MemorySink();
        var outcome = await _rig.Upstream(peer.Url).GetZipAsync(Rig.Zip, sink, _rig.Context, _rig.Token);
        Assert.Equal(zip.Length, outcome.Value!.SizeBytes);
        Assert.Equal(zip, sink.Bytes);
        Assert.Equal([300_000L], sink.Resets);
    }

    [Fact]
    public async Task A_failing_store_is_not_the_upstreams_fault()
    {
        var peer = await _rig.ServeAsync("PK and more", "application/zip");
        var sink = new MemorySink { Failure = () => new StoreException(FaultCodes.StoreFull.At()) };
        var upstream = _rig.Upstream(peer.Url);
        var exception = await Assert.ThrowsAsync<StoreException>(() => upstream.GetZipAsync(Rig.Zip, sink, _rig.Context, _rig.Token).AsTask());
        Assert.Equal(FaultCodes.StoreFull, exception.Fault.Code);
    }

    [Fact]
    public async Task Cancellation_is_cancellation()
    {
        await using var peer = RawPeer.SayingThenSilent("");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var upstream = _rig.Upstream(peer.Url);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upstream.GetDocumentAsync(Rig.List, _rig.Context, cancel.Token).AsTask());
    }

    [Fact]
    public async Task An_entity_tag_comes_back_and_304_confirms_it()
    {
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.Headers.ETag = "\"one\"";
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"one\"" ? 304 : 200;
            return Task.CompletedTask;
        });
        var upstream = _rig.Upstream(peer.Url);
        var first = await upstream.GetDocumentAsync(Rig.List, _rig.Context, _rig.Token);
        var context = new FetchContext { RequestId = "r2", IfNoneMatch = first.Value!.ETag, IfNoneMatchSource = upstream.Name };
        var second = await upstream.GetDocumentAsync(Rig.List, context, _rig.Token);
        Assert.Equal("\"one\"", first.Value.ETag);
        Assert.True(second.Value!.NotModified && second.Value.Bytes.IsEmpty);
        Assert.Equal("not-modified", Assert.Single(context.Attempts).Outcome);
    }

    [Fact]
    public async Task An_entity_tag_of_another_source_is_not_sent()
    {
        var peer = await _rig.ServeAsync("");
        _rig.Context = new FetchContext { RequestId = "r", IfNoneMatch = "\"one\"", IfNoneMatchSource = "https://elsewhere.example" };
        await _rig.GetAsync(peer.Url);
        Assert.Null(Assert.Single(peer.Requests).Header("If-None-Match"));
    }

    [Fact]
    public async Task A_304_that_nobody_asked_for_is_malformed()
    {
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        });
        Assert.Equal(FaultCodes.Malformed, (await _rig.GetAsync(peer.Url)).Fault!.Code);
    }
}
