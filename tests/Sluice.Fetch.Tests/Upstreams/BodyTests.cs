using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Upstreams;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.Tests.Upstreams;

public sealed class BodyTests : IAsyncDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    private readonly Rig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string, string, string> BrokenBodies => new()
    {
        { "too short", Ok + "Content-Length: 100\r\n\r\nv1.0.0\n", "upstream.truncated" },
        { "unfinished chunks", Ok + "Transfer-Encoding: chunked\r\n\r\n7\r\nv1.0.0\n\r\n", "upstream.truncated" },
        { "half a chunk", Ok + "Transfer-Encoding: chunked\r\n\r\n64\r\nv1.0.0\n", "upstream.truncated" },
        { "nonsense chunks", Ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\nv1.0.0\n", "upstream.malformed" },
        { "compressed", Ok + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", "upstream.malformed" },
        { "no HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "upstream.malformed" },
        { "nothing", "", "tcp.reset" },
        { "half a head", "HTTP/1.1 200 OK\r\nContent-", "tcp.reset" },
    };

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task A_broken_answer_is_never_a_partial_success(string name, string answer, string code)
    {
        await using var peer = RawPeer.Saying(answer);
        var outcome = await _rig.GetAsync(peer.Url);
        Assert.True(outcome.Fault?.Code.Id == code, $"{name}: {outcome.Fault}");
        Assert.Equal(code, Assert.Single(_rig.Context.Attempts).Outcome);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("Identity")]
    public async Task No_coding_is_no_coding_however_it_is_spelled(string coding)
    {
        await using var peer = RawPeer.Saying($"{Ok}Content-Encoding: {coding}\r\nContent-Length: 7\r\n\r\nv1.0.0\n");
        Assert.True((await _rig.GetAsync(peer.Url)).IsFound);
    }

    [Fact]
    public async Task A_cut_zip_is_truncated()
    {
        await using var peer = RawPeer.Saying("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nPK" + new string('x', 3000));
        Assert.Equal(FaultCodes.Truncated, (await GetZipAsync(peer.Url)).Fault!.Code);
        Assert.Equal(3002, Assert.Single(_rig.Context.Attempts).Bytes);
    }

    [Fact]
    public async Task A_reset_in_the_middle_is_named()
    {
        await using var peer = RawPeer.SayingThenReset(Ok + "Content-Length: 100\r\n\r\nv1.0.0\n");
        Assert.Equal(FaultCodes.Reset, (await _rig.GetAsync(peer.Url)).Fault!.Code);
    }

    [Fact]
    public async Task A_body_without_length_ends_with_its_connection()
    {
        await using var peer = RawPeer.Saying(Ok + "\r\nv1.0.0\n");
        Assert.Equal(7, (await _rig.GetAsync(peer.Url)).Value!.Bytes.Length);
    }

    [Theory]
    [InlineData("list", "<html><head><title> Please &amp;\n log in </title>", "text/plain", "a page titled \"Please & log in\"")]
    [InlineData("list", "v1.0.0\n", "text/html; charset=utf-8", "a page without title")]
    [InlineData("list", "\uFEFF \n<p>", "", "a page without title")]
    [InlineData("latest", "<x/>", "application/xml", "a page without title")]
    [InlineData("info", "\t<!DOCTYPE html><title>Portal</title>", "", "a page titled \"Portal\"")]
    [InlineData("mod", "<!DocType html>", "text/plain", "a page without title")]
    [InlineData("mod", " <HTML>", "text/plain", "a page without title")]
    [InlineData("zip", "<html><title>Blocked by policy", "application/zip", "a page titled \"Blocked by policy\"")]
    [InlineData("zip", "oops", "text/html", "a page without title")]
    public async Task A_web_page_is_no_answer(string kind, string body, string type, string detail)
    {
        var peer = await _rig.ServeAsync(body, type);
        var fault = kind == "zip" ? (await GetZipAsync(peer.Url)).Fault : (await _rig.GetAsync(peer.Url, Kind(kind))).Fault;
        Assert.Equal(FaultCodes.HtmlAnswer, fault!.Code);
        Assert.Equal(detail, fault.Detail);
    }

    [Theory]
    [InlineData("mod", "<no module>")]
    [InlineData("mod", "")]
    [InlineData("mod", "module somebody.else/x // \u0000")]
    [InlineData("list", "")]
    [InlineData("list", "v1.0.0 2020-01-01T00:00:00Z\nnonsense")]
    public async Task Odd_content_that_the_protocol_allows_passes(string kind, string body)
    {
        var peer = await _rig.ServeAsync(body);
        Assert.True((await _rig.GetAsync(peer.Url, Kind(kind))).IsFound);
    }

    [Theory]
    [InlineData("PK\u0003\u0004", "text/html")]
    [InlineData("neither zip nor page", "application/zip")]
    [InlineData("", "application/zip")]
    public async Task A_zip_is_opaque(string body, string type)
    {
        var peer = await _rig.ServeAsync(body, type);
        Assert.Equal(body.Length, (await GetZipAsync(peer.Url)).Value!.SizeBytes);
    }

    [Fact]
    public async Task A_list_with_binary_bytes_is_malformed()
    {
        var peer = await _rig.ServeAsync("v1.0.0\n\0\n");
        Assert.Equal(FaultCodes.Malformed, (await _rig.GetAsync(peer.Url)).Fault!.Code);
    }

    [Fact]
    public async Task The_info_of_another_version_is_refused()
    {
        var peer = await _rig.ServeAsync("""{"Version":"v1.2.4"}""");
        var fault = (await _rig.GetAsync(peer.Url, Rig.Info)).Fault!;
        Assert.Equal(FaultCodes.WrongVersion, fault.Code);
        Assert.Equal("it names v1.2.4 instead of v1.2.3", fault.Detail);
    }

    [Fact]
    public async Task The_info_of_a_query_may_name_any_version()
    {
        var peer = await _rig.ServeAsync("""{"Version":"v1.2.4"}""");
        Assert.True(Revision.TryParse("main", out var revision, out _));
        Assert.True((await _rig.GetAsync(peer.Url, Artefact.Info(Rig.Path, revision))).IsFound);
    }

    [Theory]
    [InlineData("list", 64)]
    [InlineData("latest", 64)]
    [InlineData("mod", 64)]
    [InlineData("zip", 5000)]
    public async Task Limits_hold_to_the_byte(string kind, int limit)
    {
        _rig.Limits = new BodyLimits { ListBytes = 64, InfoBytes = 64, GoModBytes = 64, ZipBytes = 5000 };
        foreach (var announced in new[] { true, false })
        {
            Assert.Null(await OfSizeAsync(kind, limit - 1, announced));
            Assert.Null(await OfSizeAsync(kind, limit, announced));
            Assert.Equal(FaultCodes.TooBig, (await OfSizeAsync(kind, limit + 1, announced))!.Code);
        }
    }

    [Fact]
    public async Task A_huge_announcement_is_refused_before_the_first_byte()
    {
        await using var peer = RawPeer.SayingThenSilent(Ok + "Content-Length: 9000000000000\r\n\r\n");
        Assert.Equal(FaultCodes.TooBig, (await _rig.GetAsync(peer.Url)).Fault!.Code);
        Assert.Equal(FaultCodes.TooBig, (await GetZipAsync(peer.Url)).Fault!.Code);
    }

    [Fact]
    public void The_limits_are_those_of_the_reference() => Assert.Equal(
        (16L << 20, 1L << 20, 1L << 20, 16L << 20, 500L << 20),
        (new BodyLimits().Of(ArtefactKind.List), new BodyLimits().Of(ArtefactKind.Latest), new BodyLimits().Of(ArtefactKind.Info), new BodyLimits().Of(ArtefactKind.GoMod), new BodyLimits().Of(ArtefactKind.Zip)));

    private static Artefact Kind(string kind) => kind switch { "latest" => Rig.Latest, "info" => Rig.Info, "mod" => Rig.GoMod, _ => Rig.List };

    private async Task<Fault?> OfSizeAsync(string kind, int size, bool announced)
    {
        const string Version = """{"Version":"v1.2.3"}""";
        var text = kind switch { "latest" => Version.PadRight(size), "zip" => "PK".PadRight(size, 'x'), _ => "v1.0.0".PadRight(size, '\n') };
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.ContentLength = announced ? size : null;
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();
        });
        return kind == "zip" ? (await GetZipAsync(peer.Url)).Fault : (await _rig.GetAsync(peer.Url, Kind(kind))).Fault;
    }

    private async Task<Outcome<ZipReceipt>> GetZipAsync(Uri url) => await _rig.Upstream(url).GetZipAsync(Rig.Zip, new MemorySink(), _rig.Context, _rig.Token);
}
