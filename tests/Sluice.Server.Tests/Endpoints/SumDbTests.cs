using System.Net;
using Sluice.Modules.Paths;
using Sluice.Server.Tests.Hosting;
using Sluice.Testing;
using Sluice.Testing.SumDb;

namespace Sluice.Server.Tests.Endpoints;

public sealed class SumDbTests
{
    private const string Quote = "example.com/Quote";

    [Theory]
    [InlineData("sum.example")]
    [InlineData("sum.example/with/slashes")]
    public async Task Records_heads_and_tiles_that_prove_right_pass_through(string name)
    {
        await using var database = await SignedDatabase.StartAsync(name);
        await database.AddAsync(Quote, "v1.0.0");
        await database.AddAsync("example.com/m", "v2.0.0+incompatible");
        var rig = database.Rig;

        using var supported = await rig.GetAsync($"/sumdb/{name}/supported");
        Assert.Equal((HttpStatusCode.OK, 0L), (supported.StatusCode, supported.Content.Headers.ContentLength));
        await database.AssertSameAsync("lookup/example.com/!quote@v1.0.0");
        await database.AssertSameAsync("lookup/example.com/m@v2.0.0+incompatible");
        await database.AssertSameAsync("latest");
        await database.AssertSameAsync("tile/8/0/000.p/2");
        using var tile = await rig.GetAsync($"/sumdb/{name}/tile/8/0/000.p/2");
        Assert.Equal(("application/octet-stream", "immutable"), (tile.Content.Headers.ContentType?.ToString(), tile.Headers.GetValues("Cache-Control").Single().Split(", ").Single(part => part == "immutable")));
        using var head = await rig.SendAsync(HttpMethod.Head, $"/sumdb/{name}/tile/8/0/000.p/2");
        Assert.Equal((HttpStatusCode.OK, 64L), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task What_was_seen_is_answered_while_the_database_is_away()
    {
        await using var database = await SignedDatabase.StartAsync("sum.example");
        await database.AddAsync(Quote, "v1.0.0");
        await database.AssertSameAsync("lookup/example.com/!quote@v1.0.0");
        await database.AssertSameAsync("tile/8/0/000.p/1");
        database.Rig.Upstream.OnAll(Behaviours.Status(503));

        await database.AssertSameAsync("lookup/example.com/!quote@v1.0.0");
        await database.AssertSameAsync("tile/8/0/000.p/1");
        await database.AssertSameAsync("latest");
        using var other = await database.Rig.GetAsync("/sumdb/sum.example/lookup/example.com/other@v1.0.0");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, other.StatusCode);
    }

    [Fact]
    public async Task A_record_is_asked_for_once_and_kept_on_disk()
    {
        await using var database = await SignedDatabase.StartAsync("sum.example");
        await database.AddAsync(Quote, "v1.0.0");
        for (var i = 0; i < 5; i++)
        {
            await database.AssertSameAsync("lookup/example.com/!quote@v1.0.0");
        }

        Assert.Equal(["db/lookup/example.com/!quote@v1.0.0", "db/tile/8/0/000.p/1"], database.Rig.Upstream.Requests.Select(request => request.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0, "lookup/example.com/!quote@v1.0.0")]
    [InlineData(30, "lookup/example.com/!quote@v1.0.0")]
    [InlineData(-40, "lookup/example.com/!quote@v1.0.0")]
    [InlineData(5, "tile/8/0/000.p/2")]
    [InlineData(40, "latest")]
    public async Task A_changed_byte_of_anything_is_refused(int place, string path)
    {
        await using var database = await SignedDatabase.StartAsync("sum.example");
        await database.AddAsync(Quote, "v1.0.0");
        await database.AddAsync(Quote, "v1.1.0");
        var content = await database.ReadAsync(path);
        content[place < 0 ? content.Length + place : place] ^= 1;
        database.Rig.Upstream.On("db/" + path, Behaviours.Answer(new UpstreamAnswer(200, content, "text/plain")));

        using var answer = await database.Rig.GetAsync($"/sumdb/sum.example/{(path.StartsWith("tile", StringComparison.Ordinal) ? "lookup/example.com/!quote@v1.0.0" : path)}");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("[sumdb.untrusted]", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_shows_another_history_is_found_out_and_the_evidence_is_kept()
    {
        await using var database = await SignedDatabase.StartAsync("sum.example");
        await database.AddAsync(Quote, "v1.0.0");
        var fork = database.Fork();
        await database.AddAsync(Quote, "v1.1.0");
        await database.AssertSameAsync("lookup/example.com/!quote@v1.1.0");
        await fork.AddAsync(Quote, "v1.2.0", MemorySumDb.TextOf(Quote, "v1.2.0"));
        await database.PublishAsync(fork, $"lookup/example.com/!quote@v1.2.0");

        using var answer = await database.Rig.GetAsync("/sumdb/sum.example/lookup/example.com/!quote@v1.2.0");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("[sumdb.forked]", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var evidence = Assert.Single(Directory.EnumerateFiles(Path.Join(database.Rig.Settings.DataDirectory, ".sumdb", "sum.example", "forks")));
        Assert.StartsWith("SECURITY: the checksum database sum.example has signed two histories", await File.ReadAllTextAsync(evidence, TestContext.Current.CancellationToken), StringComparison.Ordinal);
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
    [InlineData("/sumdb/sum.golang.org/lookup/!corp.example/secret@v1.0.0")]
    [InlineData("/sumdb/sum.golang.org/lookup/example.com/m@master")]
    [InlineData("/sumdb/sum.golang.org/tile/8/0/abc")]
    [InlineData("/sumdb/sum.golang.org/tile/30/0/000")]
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
}
