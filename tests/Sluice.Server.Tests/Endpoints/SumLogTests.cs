using System.Net;
using System.Security.Cryptography;
using Sluice.Fetch.Http;
using Sluice.Fetch.SumDb;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Server.Configuration;
using Sluice.Server.Tests.Hosting;
using Sluice.Store.SumDb.Log;
using Sluice.Testing;
using Sluice.Testing.SumDb;

namespace Sluice.Server.Tests.Endpoints;

/// <summary>The gateway's own checksum database over HTTP. What go commands make of it is in the tests with the real one.</summary>
public sealed class SumLogTests : IAsyncLifetime
{
    private const string Name = "sum.corp.example/go";

    private readonly NoteSignerKey _key = Ed25519NoteSigner.NewKey(Name, RandomNumberGenerator.GetBytes(NoteKeys.KeyBytes));
    private GatewayRig _rig = null!;

    private string Folder => LogFiles.FolderOf(_rig.Settings.DataDirectory, Name);

    public async ValueTask InitializeAsync() => _rig = await GatewayRig.StartAsync(
        change: (settings, upstream) => settings with
        {
            Private = PathPatterns.Parse("example.com/m"),
            Routes = [new RouteSettings("private", PathPatterns.Parse("example.com/m"), GatewayRig.Chain(upstream.Url))],
            SumLog = new SumLogSettings(Name, PathPatterns.Parse("example.com/m,example.com/Big")) { Key = new Secret(_key.Reveal()) },
        },
        prepare: directory =>
        {
            using var signer = Ed25519NoteSigner.TryCreate(_key, out var made) ? made : throw new InvalidOperationException();
            Assert.True(LogCreation.TryCreate(directory["data"], signer.PublicKey, signer, default));
        });

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_version_that_many_look_up_at_once_is_fetched_and_recorded_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync("lookup/example.com/m@v1.0.0")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(1, _rig.Upstream.CountOf("example.com/m/@v/v1.0.0.zip"));
        Assert.True(LookupAnswer.TryParse(answers[0].Body, out var parsed, out _));
        Assert.Equal(0, parsed.Record.Id);
        Assert.True(SignedNote.TryParse((await GetAsync("latest")).Body, out var head, out _));
        Assert.Equal(1, TreeHead.Parse(head.Text).Size);
    }

    [Fact]
    public async Task A_client_verifies_what_it_is_given()
    {
        using var signer = Ed25519NoteSigner.TryCreate(_key, out var made) ? made : throw new InvalidOperationException();
        var client = new SumDbClient(Ed25519NoteVerifier.Parse(signer.PublicKey.ToString()), new Remote(this), new MemorySumDbState());

        Assert.IsType<SumDbLookup.Verified>(await client.LookupAsync(ModulePath.Parse("example.com/m"), ModuleVersion.Parse("v1.0.0"), TestContext.Current.CancellationToken));
        Assert.IsType<SumDbLookup.Verified>(await client.LookupAsync(ModulePath.Parse("example.com/m"), ModuleVersion.Parse("v1.1.0"), TestContext.Current.CancellationToken));
        Assert.IsType<SumDbLookup.NotFound>(await client.LookupAsync(ModulePath.Parse("example.com/m"), ModuleVersion.Parse("v1.9.0"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("supported", 200, "")]
    [InlineData("latest", 200, "go.sum database tree\n0\n")]
    [InlineData("lookup/example.com/other@v1.0.0", 404, "[sumlog.not-covered]")]
    [InlineData("lookup/example.com/!big@v1.0.0-!r!c1", 404, "[sumlog.not-covered]")]
    [InlineData("lookup/example.com/m@v1.9.9", 404, "not found")]
    [InlineData("lookup/example.com/m", 404, "[request.unknown-endpoint]")]
    [InlineData("tile/8/0/000.p/1", 404, "the tree has 0 records")]
    [InlineData("tile/4/0/000.p/1", 404, "[module.not-found]")]
    [InlineData("key", 404, "[request.unknown-endpoint]")]
    [InlineData("index.db", 404, "[request.unknown-endpoint]")]
    public async Task Answers(string question, int status, string text)
    {
        var answer = await GetAsync(question);

        Assert.Equal(status, (int)answer.Status);
        Assert.Contains(text, System.Text.Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_caches_keep_nothing_of_it()
    {
        await GetAsync("lookup/example.com/m@v1.0.0");

        using var lookup = await _rig.GetAsync($"/sumdb/{Name}/lookup/example.com/m@v1.0.0");
        using var tile = await _rig.SendAsync(HttpMethod.Head, $"/sumdb/{Name}/tile/8/data/000.p/1");

        Assert.Equal("max-age=60, private", $"{lookup.Headers.CacheControl}");
        Assert.True(tile.Headers.CacheControl!.Private);
        Assert.NotEqual(0, tile.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_damaged_database_answers_502_and_grows_no_further()
    {
        await GetAsync("lookup/example.com/m@v1.0.0");
        var head = await File.ReadAllTextAsync(Path.Join(Folder, "latest"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Join(Folder, "latest"), head.Replace("\n1\n", "\n2\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        foreach (var question in (string[])["latest", "lookup/example.com/m@v1.0.0", "lookup/example.com/m@v1.1.0", "tile/8/0/000.p/1"])
        {
            var answer = await GetAsync(question);
            Assert.Equal((question, HttpStatusCode.BadGateway), (question, answer.Status));
            Assert.Contains("[sumlog.damaged]", System.Text.Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
        }

        await _rig.StopAsync();
        Assert.Equal(4, _rig.Log.Lines.Count(line => line.Contains("\"event\":\"sumlog-failed\"", StringComparison.Ordinal) && line.Contains("\"level\":\"error\"", StringComparison.Ordinal)));
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> GetAsync(string question)
    {
        using var answer = await _rig.GetAsync($"/sumdb/{Name}/{question}");
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Remote(SumLogTests tests) : ISumDbRemote
    {
        public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
        {
            var (status, body) = await tests.GetAsync(path);
            return status == HttpStatusCode.OK ? (ReadOnlyMemory<byte>?)body : null;
        }
    }
}
