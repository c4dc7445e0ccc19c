using System.Text.Json;
using Sluice.Doctor.Recording;

namespace Sluice.Doctor.Tests.Recording;

public sealed class ExportTests
{
    private static readonly RunRecording Recording = Recordings.Of(
        Recordings.Request(1, 0, "a/@v/<b>\"&.zip", 100, 50),
        Recordings.Request(2, 0, "a/@v/v1.0.0.zip", 200, 50) with
        {
            Hops = [new RecordedHop { Url = "https://a.example/x", StartMs = 200, DnsMs = 1, ConnectMs = 2, TlsMs = 3, WaitMs = 40, ReceiveMs = 4, Status = 302, Protocol = "HTTP/1.1", Address = "192.0.2.1:443", ResponseHeaders = [new RecordedHeader("Location", "https://b.example/y?***")] }],
        });

    [Fact]
    public void A_recording_is_read_again_as_it_was_written()
    {
        Assert.True(RunJson.TryRead(RunJson.Write(Recording), out var again, out var error), error);
        Assert.Equal(RunJson.Write(Recording), RunJson.Write(again));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public void Other_documents_are_refused(string json) => Assert.False(RunJson.TryRead(System.Text.Encoding.UTF8.GetBytes(json), out _, out _));

    [Fact]
    public void A_har_has_what_the_specification_wants()
    {
        using var har = JsonDocument.Parse(HarWriter.Write(Recording));

        var log = har.RootElement.GetProperty("log");
        Assert.Equal("1.2", log.GetProperty("version").GetString());
        Assert.Equal("sluice", log.GetProperty("creator").GetProperty("name").GetString());
        foreach (var entry in log.GetProperty("entries").EnumerateArray())
        {
            foreach (var name in new[] { "startedDateTime", "time", "request", "response", "cache", "timings" })
            {
                Assert.True(entry.TryGetProperty(name, out _), name);
            }

            foreach (var name in new[] { "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize" })
            {
                Assert.True(entry.GetProperty("request").TryGetProperty(name, out _), name);
            }

            foreach (var name in new[] { "status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize" })
            {
                Assert.True(entry.GetProperty("response").TryGetProperty(name, out _), name);
            }
        }
    }

    [Fact]
    public void A_hars_timings_add_up_to_the_entrys_time()
    {
        using var har = JsonDocument.Parse(HarWriter.Write(Recording));

        var entry = har.RootElement.GetProperty("log").GetProperty("entries")[1];
        var timings = entry.GetProperty("timings");
        var sum = new[] { "blocked", "dns", "connect", "send", "wait", "receive" }.Select(name => timings.GetProperty(name).GetDouble()).Where(value => value > 0).Sum();
        Assert.Equal(entry.GetProperty("time").GetDouble(), sum, 3);
        Assert.Equal(3, timings.GetProperty("ssl").GetDouble());
        Assert.Equal("https://b.example/y?***", entry.GetProperty("response").GetProperty("redirectURL").GetString());
    }

    [Fact]
    public void A_page_escapes_all_that_came_from_outside()
    {
        var html = RunHtml.Write(Recording with { Summary = RunAnalysis.Of(Recording) });

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&quot;&amp;.zip", html, StringComparison.Ordinal);
    }
}
