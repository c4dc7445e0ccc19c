using System.Text.Json;
using Sluice.Server.Configuration;
using Sluice.Server.Tests.Hosting;
using Sluice.Testing;

namespace Sluice.Server.Tests.Telemetry;

public sealed class RequestLogTests
{
    [Fact]
    public async Task A_request_for_an_artefact_is_one_line_of_JSON_with_all_its_fields()
    {
        await using var rig = await GatewayRig.StartAsync();
        using (await rig.GetAsync("/example.com/%21big/@v/v1.0.0-!r!c1.mod", ("X-Request-Id", "abc")))
        {
            await rig.StopAsync();
        }

        var line = Assert.Single(RequestsIn(rig));
        Assert.Equal(
            ["time", "level", "event", "request_id", "method", "module", "version", "artefact", "cache", "source", "status", "bytes", "duration_ms"],
            line.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("information", "abc", "GET"), (Text(line, "level"), Text(line, "request_id"), Text(line, "method")));
        Assert.Equal(("example.com/Big", "v1.0.0-RC1", "mod"), (Text(line, "module"), Text(line, "version"), Text(line, "artefact")));
        Assert.Equal(("miss", rig.Upstream.Url), (Text(line, "cache"), Text(line, "source")));
        Assert.Equal((200, 23), (line.GetProperty("status").GetInt32(), line.GetProperty("bytes").GetInt32()));
        Assert.True(line.GetProperty("duration_ms").GetDouble() >= 0);
        Assert.True(line.GetProperty("time").TryGetDateTimeOffset(out _));
    }

    [Fact]
    public async Task A_failed_request_names_its_fault_and_its_path_where_it_has_no_module()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Upstream.On("example.com/m/@v/list", Behaviours.Status(500));
        using (await rig.GetAsync("/example.com/m/@v/list"))
        using (await rig.GetAsync("/nothing"))
        using (await rig.SendAsync(HttpMethod.Head, "/nothing"))
        {
            await rig.StopAsync();
        }

        var lines = RequestsIn(rig);
        Assert.Equal(["goproxy.5xx", "request.unknown-endpoint", "request.unknown-endpoint"], lines.Select(line => Text(line, "fault")));
        Assert.Equal(["warning", "information", "information"], lines.Select(line => Text(line, "level")));
        Assert.Equal("/nothing", Text(lines[1], "path"));
        Assert.True(lines[1].GetProperty("bytes").GetInt32() > 0);
        Assert.Equal(0, lines[2].GetProperty("bytes").GetInt32());
    }

    [Fact]
    public async Task Other_lines_name_things_as_request_lines_do()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Upstream.On("example.com/m/@v/v1.0.0.mod", Behaviours.Status(500));
        using (await rig.GetAsync("/example.com/m/@v/v1.0.0.mod", ("X-Request-Id", "abc")))
        {
            await rig.StopAsync();
        }

        var line = Assert.Single(LinesIn(rig), line => Text(line, "event") == "fetch-failed");
        Assert.Equal(("example.com/m", "v1.0.0", "mod"), (Text(line, "module"), Text(line, "version"), Text(line, "artefact")));
        Assert.Equal(("abc", "goproxy.5xx", rig.Upstream.Url), (Text(line, "request_id"), Text(line, "fault"), Text(line, "upstream")));
        Assert.Equal(0, Assert.Single(LinesIn(rig), line => Text(line, "event") == "stopping").GetProperty("transfers").GetInt32());
    }

    [Theory]
    [InlineData(RequestLogging.All, 3)]
    [InlineData(RequestLogging.Errors, 1)]
    [InlineData(RequestLogging.Off, 0)]
    public async Task As_many_lines_as_wanted(RequestLogging requests, int lines)
    {
        await using var rig = await GatewayRig.StartAsync(change: (settings, _) => settings with { Log = settings.Log with { Requests = requests } });
        using (await rig.GetAsync("/example.com/m/@v/list"))
        using (await rig.GetAsync("/healthz"))
        using (await rig.GetAsync("/nothing"))
        {
            await rig.StopAsync();
        }

        Assert.Equal(lines, RequestsIn(rig).Length);
    }

    [Fact]
    public async Task For_people_a_request_is_one_line_too()
    {
        await using var rig = await GatewayRig.StartAsync(change: (settings, _) => settings with { Log = settings.Log with { Format = LogFormat.Pretty } });
        using (await rig.GetAsync("/example.com/m/@v/list"))
        using (await rig.GetAsync("/nothing"))
        {
            await rig.StopAsync();
        }

        Assert.Contains(rig.Log.Lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\d\d:\d\d:\d\d\.\d{3} 200 miss +\d+\.\d ms +14 B  GET example\.com/m/@v/list$"));
        Assert.Contains(rig.Log.Lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @" 404 +\d+\.\d ms +\d+ B  GET /nothing  \[request\.unknown-endpoint\]$"));
    }

    [Theory]
    [InlineData(LogFormat.Json)]
    [InlineData(LogFormat.Pretty)]
    public async Task No_line_holds_user_info_or_a_query(LogFormat format)
    {
        await using var rig = await GatewayRig.StartAsync(change: (settings, upstream) => settings with
        {
            Log = settings.Log with { Format = format },
            Upstreams = GatewayRig.Chain(upstream.Url.Replace("http://", "http://robot:hunter2@", StringComparison.Ordinal)),
        });
        using var connection = await rig.ConnectAsync();
        foreach (var target in (string[])["/example.com/m/@v/list", "/example.com/m/@v/v1.0.0.zip", "http://robot:hunter2@gateway.test/nothing", "http://robot:hunter2@gateway.test/%zz", "/nothing?token=hunter2", "/example.com/m/@latest?hunter2"])
        {
            await connection.RequestAsync($"GET {target} HTTP/1.1", "Authorization: Basic cm9ib3Q6aHVudGVyMg==", "Cookie: hunter2");
            var answer = await connection.ReadAnswerAsync();
            Assert.DoesNotContain("hunter2", answer?.Text ?? "", StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", string.Concat(answer?.Headers.Values ?? []), StringComparison.Ordinal);
            if (answer is null || answer.Headers.GetValueOrDefault("Connection") == "close")
            {
                Assert.Fail($"closed after {target}");
            }
        }

        await rig.StopAsync();

        Assert.NotEmpty(rig.Log.Lines);
        Assert.DoesNotContain("hunter2", rig.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cm9ib3Q6", rig.Log.Text, StringComparison.Ordinal);
        Assert.Contains("/nothing", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_left_is_marked_and_nothing_is_an_error()
    {
        var gate = new Gate();
        await using var rig = await GatewayRig.StartAsync();
        rig.Upstream.On("example.com/m/@v/list", Behaviours.Held(gate));
        using (var connection = await rig.ConnectAsync())
        {
            await connection.RequestAsync("GET /example.com/m/@v/list HTTP/1.1");
            await gate.WaitForArrivalsAsync();
            connection.Reset();
        }

        await Eventually.HoldsAsync(() => rig.Log.Text.Contains("\"aborted\":true", StringComparison.Ordinal));
        gate.Open();
        await rig.StopAsync();

        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("\"level\":\"error\"", StringComparison.Ordinal));
        Assert.Equal(499, Assert.Single(RequestsIn(rig)).GetProperty("status").GetInt32());
    }

    private static JsonElement[] RequestsIn(GatewayRig rig) => [.. LinesIn(rig).Where(line => Text(line, "event") == "request")];

    private static IEnumerable<JsonElement> LinesIn(GatewayRig rig) => rig.Log.Lines.Select(line => JsonDocument.Parse(line).RootElement);

    private static string? Text(JsonElement line, string field) => line.GetProperty(field).GetString();
}
