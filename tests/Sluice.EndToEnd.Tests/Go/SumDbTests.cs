using System.Security.Cryptography;
using Sluice.EndToEnd.Tests.Parts;
using Sluice.Fetch.SumDb;
using Sluice.Modules.Hashing;
using Sluice.Modules.SumDb;
using Sluice.Testing;
using Sluice.Testing.SumDb;

namespace Sluice.EndToEnd.Tests.Go;

/// <summary>The real go command, which verifies everything against a checksum database that only the gateway can reach.</summary>
public sealed class SumDbTests : IAsyncLifetime
{
    private readonly TempDirectory _scratch = new();
    private readonly Ed25519NoteSigner _signer;
    private readonly MemorySumDb _database;
    private FakeUpstream _upstream = null!;
    private SluiceProcess _gateway = null!;

    public SumDbTests()
    {
        _signer = Ed25519NoteSigner.Parse(Ed25519NoteSigner.NewKey("sum.example", RandomNumberGenerator.GetBytes(32)).Reveal());
        _database = new MemorySumDb(_signer, SumDbClient.DefaultTileHeight);
    }

    public async ValueTask InitializeAsync()
    {
        var fixture = new ModuleFixture();
        fixture.Add("example.com/m", "v1.0.0", ("go.mod", "module example.com/m\n"), ("m.go", "package m\n"));
        fixture.Add("example.com/m", "v1.1.0", ("go.mod", "module example.com/m\n"), ("m.go", "package m // more\n"));
        fixture.Add("example.com/n", "v1.0.0", ("go.mod", "module example.com/n\n"), ("n.go", "package n\n"));
        _upstream = await FakeUpstream.StartAsync(fixture);
        foreach (var module in fixture.Modules)
        {
            await AddAsync(module);
        }

        await PublishAsync(_database);
        _gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], _upstream.Url) { SumDb = $"{_signer.PublicKey} {_upstream.Url}/db" });
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
        _signer.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task It_verifies_through_the_gateway_also_while_everything_else_is_away()
    {
        using var first = Project();
        var found = await first.RunAsync("get example.com/m@v1.0.0");
        Assert.True(found.ExitCode == 0, found.ToString());
        Assert.Contains("example.com/m v1.0.0 h1:", first.GoSum, StringComparison.Ordinal);
        _upstream.OnAll(Behaviours.Status(503));

        using var second = Project();
        var again = await second.RunAsync("get example.com/m@v1.0.0");

        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Equal(first.GoSum, second.GoSum);
    }

    [Fact]
    public async Task It_is_told_when_the_database_is_changed_on_the_way()
    {
        var lookup = await ReadAsync(_database, "lookup/example.com/m@v1.0.0");
        lookup[^20] ^= 1;
        _upstream.On("db/lookup/example.com/m@v1.0.0", Behaviours.Answer(new UpstreamAnswer(200, lookup, "text/plain")));

        using var project = Project();
        var found = await project.RunAsync("get example.com/m@v1.0.0");

        Assert.NotEqual(0, found.ExitCode);
        Assert.Contains("[sumdb.untrusted]", found.Errors.Replace("\n\t", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_when_the_database_shows_two_histories()
    {
        var fork = _database.Fork();
        using var first = Project();
        Assert.Equal(0, (await first.RunAsync("get example.com/m@v1.0.0")).ExitCode);
        await fork.AddAsync("example.com/other", "v1.0.0");
        await _database.AddAsync("example.com/another", "v1.0.0");
        await PublishAsync(_database);
        using var latest = new HttpClient();
        await latest.GetByteArrayAsync($"{_gateway.Url}/sumdb/sum.example/latest", TestContext.Current.CancellationToken);
        await PublishAsync(fork);

        using var project = Project();
        var found = await project.RunAsync("get example.com/n@v1.0.0");

        Assert.NotEqual(0, found.ExitCode);
        Assert.Contains("[sumdb.forked]", found.Errors.Replace("\n\t", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private GoProject Project() => new(_gateway.Url) { SumDb = _signer.PublicKey.ToString() };

    private async Task AddAsync(FixtureModule module)
    {
        using var zip = new MemoryStream(module.Zip);
        Assert.True(ModuleHash.TryHashZip(zip, out var hash, out var problem, TestContext.Current.CancellationToken), problem?.ToString());
        await _database.AddAsync(module.Path, module.Version, $"{module.Path} {module.Version} {hash}\n{module.Path} {module.Version}/go.mod {ModuleHash.HashGoMod(module.GoMod!)}\n");
    }

    private async Task PublishAsync(MemorySumDb database)
    {
        foreach (var path in (string[])["lookup/example.com/m@v1.0.0", "lookup/example.com/m@v1.1.0", "lookup/example.com/n@v1.0.0", $"tile/8/0/000.p/{database.Log.Records.Count}"])
        {
            _upstream.On("db/" + path, Behaviours.Answer(new UpstreamAnswer(200, await ReadAsync(database, path), "text/plain")));
        }

        _upstream.On("db/latest", Behaviours.Answer(new UpstreamAnswer(200, await database.SignedHeadAsync(), "text/plain")));
    }

    private static async Task<byte[]> ReadAsync(MemorySumDb database, string path) =>
        (await database.ReadAsync(path, LookupAnswer.MaxBytes, TestContext.Current.CancellationToken))!.Value.ToArray();
}
