using System.Net;
using Sluice.Modules.Paths;
using Sluice.Server.Tests.Hosting;
using Sluice.Testing;

namespace Sluice.Server.Tests.Endpoints;

public sealed class SumDbTests
{
    /// <summary>The database of the go command's own tests (golang.org/x/mod/sumdb): its name has a slash.</summary>
    private const string SlashKey = "localhost.localdev/sumdb+00000c67+AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6";

    private static readonly byte[] Tile = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    [Theory]
    [InlineData("sum.golang.org", "sum.golang.org")]
    [InlineData(SlashKey, "localhost.localdev/sumdb")]
    public async Task Records_and_tiles_pass_through_byte_for_byte(string setting, string name)
    {
        await using var rig = await StartAsync(setting);
        rig.Upstream.On("db/lookup/example.com/!big@v1.0.0", Behaviours.Status(200, "42\nexample.com/Big v1.0.0 h1:x=\n\u2014 signed\n"));
        rig.Upstream.On("db/lookup/example.com/m@v2.0.0+incompatible", Behaviours.Status(200, "43\n"));
        rig.Upstream.On("db/latest", Behaviours.Status(200, "go.sum database tree\n"));
        rig.Upstream.On("db/tile/8/0/x001/234.p/167", Behaviours.Answer(new UpstreamAnswer(200, Tile, "application/octet-stream")));

        using var supported = await rig.GetAsync($"/sumdb/{name}/supported");
        Assert.Equal((HttpStatusCode.OK, 0L), (supported.StatusCode, supported.Content.Headers.ContentLength));
        await AssertTextAsync(rig, $"/sumdb/{name}/lookup/example.com/!big@v1.0.0", "42\nexample.com/Big v1.0.0 h1:x=\n\u2014 signed\n");
        await AssertTextAsync(rig, $"/sumdb/{name}/lookup/example.com/%21big@v1.0.0", "42\nexample.com/Big v1.0.0 h1:x=\n\u2014 signed\n");
        await AssertTextAsync(rig, $"/sumdb/{name}/lookup/example.com/m@v2.0.0+incompatible", "43\n");
        await AssertTextAsync(rig, $"/sumdb/{name}/latest", "go.sum database tree\n");
        using var tile = await rig.GetAsync($"/sumdb/{name}/tile/8/0/x001/234.p/167");
        Assert.Equal(Tile, await tile.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("application/octet-stream", "immutable"), (tile.Content.Headers.ContentType?.ToString(), tile.Headers.GetValues("Cache-Control").Single().Split(", ").Single(part => part == "immutable")));
        using var head = await rig.SendAsync(HttpMethod.Head, $"/sumdb/{name}/tile/8/0/x001/234.p/167");
        Assert.Equal((HttpStatusCode.OK, 256L), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData("/sumdb/sum.golang.org/supported")]
    [InlineData("/sumdb/sum.golang.org/lookup/example.com/m@v1.0.0")]
    [InlineData("/sumdb/")]
    public async Task Without_a_database_nothing_is_relayed(string path)
    {
        await using var rig = await GatewayRig.StartAsync();

        using var answer = await rig.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(rig.Upstream.Requests);
    }

    [Theory]
    [InlineData("/sumdb/other.example/supported")]
    [InlineData("/sumdb/sum.golang.org")]
    [InlineData("/sumdb/sum.golang.org.evil.example/supported")]
    [InlineData("/sumdb/sum.golang.org/")]
    [InlineData("/sumdb/sum.golang.org/other")]
    [InlineData("/sumdb/sum.golang.org/tile/./8")]
    [InlineData("/sumdb/sum.golang.org/lookup//x")]
    public async Task Another_database_and_another_question_do_not_exist(string path)
    {
        await using var rig = await StartAsync("sum.golang.org");
        using var connection = await rig.ConnectAsync();

        await connection.RequestAsync($"GET {path} HTTP/1.1");

        Assert.Equal(404, (await connection.ReadAnswerAsync())?.Status);
        Assert.Empty(rig.Upstream.Requests);
    }

    [Theory]
    [InlineData("/sumdb/sum.golang.org/lookup/corp.example/secret@v1.0.0")]
    [InlineData("/sumdb/sum.golang.org/lookup/corp.example/!secret@v1.0.0")]
    [InlineData("/sumdb/sum.golang.org/lookup/corp.example%2fsecret@v1.0.0")]
    public async Task A_private_module_is_never_looked_up(string path)
    {
        await using var rig = await StartAsync("sum.golang.org");

        using var answer = await rig.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("[sumdb.not-found-private]", (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(rig.Upstream.Requests);
    }

    [Fact]
    public async Task An_outage_of_the_database_is_no_absence()
    {
        await using var rig = await StartAsync("sum.golang.org");
        rig.Upstream.OnAll(Behaviours.Status(500));

        using var answer = await rig.GetAsync("/sumdb/sum.golang.org/lookup/example.com/m@v1.0.0");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static Task<GatewayRig> StartAsync(string database) => GatewayRig.StartAsync(change: (settings, upstream) => settings with
    {
        SumDb = $"{database} {upstream.Url}/db",
        Private = PathPatterns.Parse("corp.example"),
    });

    private static async Task AssertTextAsync(GatewayRig rig, string path, string text)
    {
        using var answer = await rig.GetAsync(path);
        Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        Assert.Equal(text, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
