using System.Net;
using System.Security.Cryptography;
using Sluice.Fetch.SumDb;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Server.Configuration;
using Sluice.Server.Tests.Hosting;
using Sluice.Testing;
using Sluice.Testing.SumDb;

namespace Sluice.Server.Tests.Endpoints;

/// <summary>A checksum database with its own key, served by the fake upstream of a gateway that relays it.</summary>
internal sealed class SignedDatabase : IAsyncDisposable
{
    private readonly string _name;
    private readonly Ed25519NoteSigner _signer;
    private readonly MemorySumDb _database;
    private readonly List<string> _lookups = [];

    private SignedDatabase(string name, Ed25519NoteSigner signer, GatewayRig rig)
    {
        _name = name;
        _signer = signer;
        _database = new MemorySumDb(signer, SumDbClient.DefaultTileHeight);
        Rig = rig;
    }

    public GatewayRig Rig { get; }

    public static async Task<SignedDatabase> StartAsync(string name, Func<GatewaySettings, FakeUpstream, GatewaySettings>? change = null)
    {
        var key = Ed25519NoteSigner.NewKey(name, RandomNumberGenerator.GetBytes(32));
        var signer = Ed25519NoteSigner.Parse(key.Reveal());
        var rig = await GatewayRig.StartAsync(change: (settings, upstream) => (change?.Invoke(settings, upstream) ?? settings) with { SumDb = $"{signer.PublicKey} {upstream.Url}/db" });
        return new SignedDatabase(name, signer, rig);
    }

    public async ValueTask DisposeAsync()
    {
        _signer.Dispose();
        await Rig.DisposeAsync();
    }

    public Task AddAsync(string path, string version) => AddAsync(path, version, MemorySumDb.TextOf(path, version));

    /// <summary>Records what a fixture's module really has.</summary>
    public Task AddAsync(FixtureModule module) => AddAsync(
        module.Path, module.Version, $"{module.Path} {module.Version} {HashOf(module.Zip)}\n{module.Path} {module.Version}/go.mod {ModuleHash.HashGoMod(module.GoMod)}\n");

    public static string HashOf(byte[] zip) =>
        ModuleHash.TryHashZip(new MemoryStream(zip), out var hash, out var problem, CancellationToken.None) ? hash.ToString() : throw new InvalidDataException(problem.ToString());

    private async Task AddAsync(string path, string version, string text)
    {
        await _database.AddAsync(path, version, text);
        _lookups.Add(LookupAnswer.PathOf(ModulePath.Parse(path), ModuleVersion.Parse(version)));
        await PublishAsync(_database, [.. _lookups]);
    }

    public MemorySumDb Fork() => _database.Fork();

    /// <summary>Puts what a database says onto the server.</summary>
    public async Task PublishAsync(MemorySumDb database, params string[] lookups)
    {
        var size = database.Log.Records.Count;
        foreach (var path in (string[])[.. lookups, $"tile/8/0/000.p/{size}"])
        {
            Rig.Upstream.On("db/" + path, Behaviours.Answer(new UpstreamAnswer(200, await ReadAsync(database, path), "text/plain")));
        }

        Rig.Upstream.On("db/latest", Behaviours.Answer(new UpstreamAnswer(200, await database.SignedHeadAsync(), "text/plain")));
    }

    public async Task<byte[]> ReadAsync(string path) => path == "latest" ? await _database.SignedHeadAsync() : await ReadAsync(_database, path);

    /// <summary>The gateway answers what the database says.</summary>
    public async Task AssertSameAsync(string path)
    {
        using var answer = await Rig.GetAsync($"/sumdb/{_name}/{path}");
        Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        Assert.Equal(await ReadAsync(path), await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<byte[]> ReadAsync(MemorySumDb database, string path) =>
        (await database.ReadAsync(path, LookupAnswer.MaxBytes, TestContext.Current.CancellationToken))!.Value.ToArray();
}
