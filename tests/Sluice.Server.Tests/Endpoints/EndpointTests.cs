using System.Net;
using System.Text;
using Sluice.Server.Configuration;
using Sluice.Server.Tests.Hosting;
using Sluice.Testing;

namespace Sluice.Server.Tests.Endpoints;

public sealed class EndpointTests
{
    private const string Immutable = "public, max-age=31536000, immutable";
    private const string Query = "public, max-age=60";

    [Theory]
    [InlineData("/example.com/m/@v/list", "text/plain; charset=utf-8", Query)]
    [InlineData("/example.com/m/@latest", "application/json", Query)]
    [InlineData("/example.com/m/@v/v1.0.0.info", "application/json", Immutable)]
    [InlineData("/example.com/m/@v/v1.0.0.mod", "text/plain; charset=utf-8", Immutable)]
    [InlineData("/example.com/m/@v/v1.0.0.zip", "application/zip", Immutable)]
    [InlineData("/example.com/%21big/@v/v1.0.0-!r!c1.mod", "text/plain; charset=utf-8", Immutable)]
    [InlineData("/example.com/m/@v/main.info", "application/json", Query)]
    public async Task Every_artefact_comes_byte_for_byte_and_HEAD_says_the_same(string path, string type, string cacheControl)
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Upstream.On("example.com/m/@v/main.info", Behaviours.Status(200, """{"Version":"v1.1.0"}"""));
        using var direct = GatewayRig.MakeClient(rig.Upstream.Url + "/");
        var expected = await direct.GetByteArrayAsync(path.TrimStart('/'), TestContext.Current.CancellationToken);
        using var connection = await rig.ConnectAsync();

        await connection.RequestAsync($"GET {path} HTTP/1.1");
        var cold = await connection.ReadAnswerAsync();
        await connection.RequestAsync($"HEAD {path} HTTP/1.1");
        var head = await connection.ReadAnswerAsync(hasBody: false);
        await connection.RequestAsync($"GET {path} HTTP/1.1");
        var warm = await connection.ReadAnswerAsync();

        Assert.NotNull(cold);
        Assert.NotNull(head);
        Assert.NotNull(warm);
        Assert.Equal((expected, expected), (cold.Body, warm.Body), (a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2));
        foreach (var answer in (RawAnswer[])[cold, head, warm])
        {
            Assert.Equal((200, type, cacheControl, expected.Length), (answer.Status, answer.Headers["Content-Type"], answer.Headers["Cache-Control"], answer.Length));
            Assert.Equal((cold.Headers["ETag"], cold.Headers["Last-Modified"], "bytes"), (answer.Headers["ETag"], answer.Headers["Last-Modified"], answer.Headers["Accept-Ranges"]));
            Assert.DoesNotContain("Server", answer.Headers.Keys);
        }

        var source = path.EndsWith(".zip", StringComparison.Ordinal) ? "store" : rig.Upstream.Url;
        Assert.Equal((("miss", rig.Upstream.Url), ("hit", source)), ((cold.Headers["Sluice-Cache"], cold.Headers["Sluice-Source"]), (warm.Headers["Sluice-Cache"], warm.Headers["Sluice-Source"])));
    }

    [Theory]
    [InlineData("/healthz", 200, "ok\n")]
    [InlineData("/readyz", 200, "ready\n")]
    [InlineData("/version", 200, "{\"schema\":\"sluice.version/1\",\"version\":\"1.2.3-test\"}\n")]
    [InlineData("/robots.txt", 200, "User-agent: *\nDisallow: /\n")]
    [InlineData("/favicon.ico", 404, null)]
    [InlineData("/example.com/m", 404, null)]
    [InlineData("/example.com/none/@v/list", 404, "404 page not found\n")]
    [InlineData("/example.com/..%2f/@v/list", 400, null)]
    public async Task Pages_and_errors_have_exact_lengths_and_HEAD_says_the_same(string path, int status, string? text)
    {
        await using var rig = await GatewayRig.StartAsync();
        using var connection = await rig.ConnectAsync();

        await connection.RequestAsync($"GET {path} HTTP/1.1", "X-Request-Id: same");
        var get = await connection.ReadAnswerAsync();
        await connection.RequestAsync($"HEAD {path} HTTP/1.1", "X-Request-Id: same");
        var head = await connection.ReadAnswerAsync(hasBody: false);

        Assert.Equal((status, status), (get?.Status, head?.Status));
        Assert.Equal((get?.Body.Length, get?.Length), ((int?)head?.Length, head?.Length));
        Assert.Equal(text ?? get?.Text, get?.Text);
        Assert.Equal(status == 200 ? "no-cache" : "no-store", get?.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task An_empty_list_of_a_known_module_is_an_empty_200()
    {
        var fixture = new ModuleFixture();
        fixture.Add("example.com/untagged", "v0.0.0-20240101000000-0123456789ab");
        await using var rig = await GatewayRig.StartAsync(fixture);
        using var connection = await rig.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await connection.RequestAsync("GET /example.com/untagged/@v/list HTTP/1.1");
            var answer = await connection.ReadAnswerAsync();
            Assert.Equal((200, 0L), (answer?.Status, answer?.Length));
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    [InlineData("get")]
    [InlineData("head")]
    public async Task Other_methods_are_told_which_ones_there_are(string method)
    {
        await using var rig = await GatewayRig.StartAsync();
        using var connection = await rig.ConnectAsync();

        await connection.RequestAsync($"{method} /example.com/m/@v/list HTTP/1.1");
        var answer = await connection.ReadAnswerAsync();

        Assert.Equal((405, "GET, HEAD"), (answer?.Status, answer?.Headers["Allow"]));
        Assert.Empty(rig.Upstream.Requests);
    }

    [Theory]
    [InlineData("abc-DEF_1.2", true)]
    [InlineData("", false)]
    [InlineData("has blank", false)]
    [InlineData("bad\"quote", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    public async Task A_harmless_request_id_is_taken_and_any_other_replaced(string given, bool isTaken)
    {
        await using var rig = await GatewayRig.StartAsync();

        using var answer = await rig.GetAsync("/nothing", ("X-Request-Id", given));

        var id = Assert.Single(answer.Headers.GetValues("X-Request-Id"));
        Assert.Equal(isTaken, id == given);
        Assert.Matches("^[-._0-9A-Za-z]{1,64}$", id);
        Assert.EndsWith($"request id: {id}\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ids_of_our_own_never_repeat()
    {
        await using var rig = await GatewayRig.StartAsync();
        var ids = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            using var answer = await rig.GetAsync("/healthz");
            Assert.True(ids.Add(answer.Headers.GetValues("X-Request-Id").Single()));
        }
    }

    [Theory]
    [InlineData("true")]
    [InlineData("True")]
    public async Task A_client_may_ask_for_no_fetch(string value)
    {
        await using var rig = await GatewayRig.StartAsync();

        foreach (var path in (string[])["/example.com/m/@v/v1.0.0.zip", "/example.com/m/@v/list"])
        {
            using var header = await rig.GetAsync(path, ("Disable-Module-Fetch", value));
            using var prefix = await rig.GetAsync("/cached-only" + path);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (header.StatusCode, prefix.StatusCode));
            Assert.Empty(rig.Upstream.Requests);
        }

        using var cold = await rig.GetAsync("/example.com/m/@v/v1.0.0.zip", ("Disable-Module-Fetch", "false"));
        using var warm = await rig.GetAsync("/cached-only/example.com/m/@v/v1.0.0.zip");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (cold.StatusCode, warm.StatusCode));
    }

    [Fact]
    public async Task Everything_may_be_mounted_below_a_base_path()
    {
        await using var rig = await GatewayRig.StartAsync(change: (settings, _) => settings with { BasePath = "/go/mod" });

        using var list = await rig.GetAsync("/example.com/m/@v/list");
        using var cached = await rig.GetAsync("/cached-only/example.com/m/@v/list");
        using var health = await rig.GetAsync("/healthz");
        using var outside = await rig.Client.GetAsync(new Uri(rig.Url + "/example.com/m/@v/list"), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound), (list.StatusCode, cached.StatusCode, health.StatusCode, outside.StatusCode));
    }

    [Fact]
    public async Task Private_modules_are_for_private_caches()
    {
        await using var rig = await GatewayRig.StartAsync(change: (settings, upstream) => settings with
        {
            Private = Modules.Paths.PathPatterns.Parse("example.com/m"),
            Routes = [new RouteSettings("inside", Modules.Paths.PathPatterns.Parse("example.com/m"), GatewayRig.Chain(upstream.Url))],
        });

        using var list = await rig.GetAsync("/example.com/m/@v/list");
        using var zip = await rig.GetAsync("/example.com/m/@v/v1.0.0.zip");

        Assert.Equal("max-age=60, private", Sorted(list));
        Assert.Equal("immutable, max-age=31536000, private", Sorted(zip));

        static string Sorted(HttpResponseMessage answer) => string.Join(", ", answer.Headers.GetValues("Cache-Control").Single().Split(", ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stale_and_negative_answers_say_so()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await GatewayRig.StartAsync(time: time);
        using var first = await rig.GetAsync("/example.com/m/@v/list");
        using var missing = await rig.GetAsync("/example.com/none/@v/list");
        using var negative = await rig.GetAsync("/example.com/none/@v/list");
        rig.Upstream.OnAll(Behaviours.Status(500, "broken"));
        time.Advance(TimeSpan.FromMinutes(10));

        using var stale = await rig.GetAsync("/example.com/m/@v/list");

        Assert.Equal(("miss", "miss", "negative", "stale"), (CacheOf(first), CacheOf(missing), CacheOf(negative), CacheOf(stale)));
        Assert.Equal((HttpStatusCode.OK, "no-cache"), (stale.StatusCode, stale.Headers.GetValues("Cache-Control").Single()));
        Assert.Equal("v1.0.0\nv1.1.0\n", await stale.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("404 page not found\n", await negative.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        static string CacheOf(HttpResponseMessage answer) => answer.Headers.GetValues("Sluice-Cache").Single();
    }

    [Theory]
    [InlineData(404, 404)]
    [InlineData(410, 410)]
    [InlineData(403, 403)]
    [InlineData(401, 403)]
    [InlineData(429, 503)]
    [InlineData(500, 503)]
    [InlineData(502, 503)]
    [InlineData(204, 502)]
    public async Task What_the_upstream_says_keeps_its_class(int upstream, int status)
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Upstream.OnAll(Behaviours.Status(upstream, upstream == 204 ? "" : "the upstream's words\n"));

        foreach (var file in (string[])["list", "v1.0.0.info", "v1.0.0.zip"])
        {
            using var answer = await rig.GetAsync("/example.com/m/@v/" + file);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal(status == 503, answer.Headers.RetryAfter is not null);
            Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
            Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single());
            Assert.Equal(status is 404 or 410, text == "the upstream's words\n");
        }
    }

    [Fact]
    public async Task What_is_wrong_with_an_answer_is_502_and_never_kept()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Upstream.On("example.com/m/@v/list", Behaviours.Html());
        rig.Upstream.On("example.com/m/@v/v1.0.0.info", Behaviours.Status(200, """{"Version":"v1.1.0"}"""));
        rig.Upstream.On("example.com/m/@v/v1.0.0.zip", Behaviours.Truncated(20));
        rig.Upstream.On("example.com/m/@v/v1.1.0.zip", Behaviours.Status(200, "no zip", "application/zip"));

        foreach (var file in (string[])["list", "v1.0.0.info", "v1.1.0.zip"])
        {
            using var answer = await rig.GetAsync("/example.com/m/@v/" + file);
            Assert.Equal((file, HttpStatusCode.BadGateway), (file, answer.StatusCode));
        }

        using var truncated = await rig.GetAsync("/example.com/m/@v/v1.0.0.zip");
        Assert.True(truncated.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable);
        Assert.Empty(Directory.EnumerateFiles(rig.Settings.DataDirectory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_private_module_without_a_route_comes_from_its_origin_or_from_nowhere()
    {
        await using var rig = await GatewayRig.StartAsync(change: (settings, _) => settings with { Private = Modules.Paths.PathPatterns.Parse("corp.invalid/m") });

        using var answer = await rig.GetAsync("/corp.invalid/m/@v/list");

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(rig.Upstream.Requests);
    }

    [Fact]
    public async Task An_upstream_whose_name_no_header_can_hold_is_an_outage_and_no_mistake_of_ours()
    {
        await using var rig = await GatewayRig.StartAsync(change: (settings, _) => settings with { Upstreams = GatewayRig.Chain("http://b\u00fccher.invalid:1") });

        using var answer = await rig.GetAsync("/example.com/m/@v/list");

        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.DoesNotContain("gateway.internal", text, StringComparison.Ordinal);
    }
}
