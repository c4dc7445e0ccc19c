using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.Tests.Upstreams;

public sealed class StatusTests : IAsyncDisposable
{
    private readonly Rig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(404, "module.not-found")]
    [InlineData(410, "module.gone")]
    [InlineData(401, "goproxy.auth-required")]
    [InlineData(403, "goproxy.403")]
    [InlineData(429, "ratelimit")]
    [InlineData(500, "goproxy.5xx")]
    [InlineData(503, "goproxy.5xx")]
    [InlineData(400, "goproxy.5xx")]
    [InlineData(300, "goproxy.5xx")]
    [InlineData(204, "upstream.malformed")]
    [InlineData(203, "upstream.malformed")]
    [InlineData(206, "upstream.malformed")]
    public async Task Every_status_has_its_fault(int status, string code)
    {
        var fault = await AnswerAsync(status, "", "text/plain");
        Assert.Equal(code, fault.Code.Id);
        Assert.Equal($"status {status}", fault.Detail);
        Assert.Equal(status, Assert.Single(_rig.Context.Attempts).Status);
        Assert.Equal(code, Assert.Single(_rig.Context.Attempts).Outcome);
    }

    [Theory]
    [InlineData("text/plain", "not found: no such tag\n\tv9\n")]
    [InlineData("text/plain; charset=UTF-8", "nichts da – schade")]
    [InlineData("text/plain; charset=us-ascii", "404 Not Found")]
    public async Task The_text_of_an_absence_is_kept_unchanged(string type, string text) =>
        Assert.Equal(text, (await AnswerAsync(404, text, type)).UpstreamText);

    [Theory]
    [InlineData("text/html", "<html><title>Not here</title>", "status 404: Not here")]
    [InlineData("application/json", "{}", "status 404")]
    [InlineData("text/plain; charset=iso-8859-1", "x", "status 404")]
    [InlineData("text/plain", "a\u001b[31mb", "status 404: a[31mb")]
    [InlineData("text/plain", "\n \n", "status 404")]
    public async Task Text_that_the_go_command_would_not_show_is_dropped(string type, string text, string detail)
    {
        var fault = await AnswerAsync(404, text, type);
        Assert.Null(fault.UpstreamText);
        Assert.Equal(detail, fault.Detail);
    }

    [Fact]
    public async Task Absence_is_said_though_its_words_never_come()
    {
        _rig.Options = new UpstreamOptions { StallTimeout = TimeSpan.FromMinutes(10) };
        await using var peer = RawPeer.SayingThenSilent("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nno");
        var outcome = await _rig.Upstream(peer.Url).GetDocumentAsync(Rig.List, _rig.Context, _rig.Token);
        Assert.Equal(FaultCodes.NotFound, outcome.Fault!.Code);
    }

    [Fact]
    public async Task Text_is_cut_at_eight_whole_lines()
    {
        var lines = string.Concat(Enumerable.Range(1, 9).Select(i => $"line {i}\n"));
        Assert.Equal(lines[..lines.IndexOf("line 9", StringComparison.Ordinal)], (await AnswerAsync(404, lines)).UpstreamText);
    }

    [Theory]
    [InlineData(647, true)]
    [InlineData(648, true)]
    [InlineData(649, false)]
    public async Task Text_is_cut_at_648_bytes(int length, bool isKept) =>
        Assert.Equal(isKept, (await AnswerAsync(404, new string('x', length))).UpstreamText is not null);

    [Fact]
    public async Task Text_that_is_no_utf8_is_dropped()
    {
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.StatusCode = 404;
            context.Response.ContentType = "text/plain";
            return context.Response.Body.WriteAsync(new byte[] { 0x61, 0xff }).AsTask();
        });
        Assert.Null((await _rig.GetAsync(peer.Url)).Fault!.UpstreamText);
    }

    [Fact]
    public async Task The_detail_quotes_a_bounded_line()
    {
        var fault = await AnswerAsync(500, new string('e', 5000) + "\nsecond");
        Assert.Equal("status 500: " + new string('e', 200), fault.Detail);
        Assert.Null(fault.UpstreamText);
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "120", 120)]
    [InlineData(503, "Mon, 06 May 2024 07:09:09 GMT", 60)]
    [InlineData(503, "Mon, 06 May 2024 07:00:00 GMT", 0)]
    [InlineData(503, "999999999", 86400)]
    public async Task Retry_after_is_understood(int status, string value, int seconds)
    {
        _rig.Time = new SteppedTime();
        Assert.Equal(TimeSpan.FromSeconds(seconds), (await AnswerAsync(status, "", retryAfter: value)).RetryAfter);
    }

    [Fact]
    public async Task Retry_after_means_nothing_elsewhere() => Assert.Null((await AnswerAsync(404, "", retryAfter: "7")).RetryAfter);

    private async Task<Fault> AnswerAsync(int status, string text, string type = "text/plain", string? retryAfter = null)
    {
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.RetryAfter = retryAfter;
            return status == 204 ? Task.CompletedTask : context.Response.WriteAsync(text);
        });
        var outcome = await _rig.GetAsync(peer.Url);
        Assert.Equal(peer.Url.ToString().TrimEnd('/'), outcome.Fault!.Source);
        return outcome.Fault;
    }
}
