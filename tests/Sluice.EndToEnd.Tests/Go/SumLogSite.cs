using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Sluice.EndToEnd.Tests.Parts;
using Sluice.Fetch.SumDb;
using Sluice.Fetch.Tests.Vcs.Git;
using Sluice.Modules.Hashing;
using Sluice.Modules.SumDb;
using Sluice.Testing;
using Sluice.Testing.SumDb;

namespace Sluice.EndToEnd.Tests.Go;

/// <summary>
/// A company: a private module in a git repository, a public one on an upstream with the public checksum database, and a gateway with a checksum database of its
/// own, made by <c>sluice sumdb init</c>.
/// </summary>
internal sealed class SumLogSite : IAsyncDisposable
{
    public const string Name = "sum.corp.example";

    private readonly TempDirectory _scratch = new();
    private readonly GitFixture _repository = new();
    private readonly Ed25519NoteSigner _publicKey = Ed25519NoteSigner.Parse(Ed25519NoteSigner.NewKey("sum.example", RandomNumberGenerator.GetBytes(32)).Reveal());
    private GitHttpServer _git = null!;
    private FakeUpstream _upstream = null!;
    private string _configuration = "";

    private SumLogSite()
    {
    }

    public SluiceProcess Gateway { get; private set; } = null!;

    /// <summary>The verifier key of the company's database.</summary>
    public string Key { get; private set; } = "";

    public string Data => _scratch["data"];

    /// <summary>Builds everything and starts the gateway.</summary>
    /// <param name="more">Further lines below <c>sumlog</c>.</param>
    /// <param name="lies">Whether the public database has other hashes than the upstream's modules.</param>
    /// <param name="basePath">The gateway's.</param>
    public static async Task<SumLogSite> StartAsync(string more = "", bool lies = false, string basePath = "")
    {
        var site = new SumLogSite();
        foreach (var version in (string[])["v1.0.0", "v1.1.0"])
        {
            site._repository.Write("go.mod", "module corp.example/Team/lib\n").Write("lib.go", $"package lib // {version}\n").Commit();
            site._repository.Git("tag", version);
        }

        site._git = await GitHttpServer.StartAsync(site._repository, TestContext.Current.CancellationToken);
        await site.StartPublicAsync(lies);
        await File.WriteAllTextAsync(site._scratch["passphrase"], "correct horse\n", TestContext.Current.CancellationToken);
        var made = await SluiceCommand.RunAsync(site._scratch.FullName, "sumdb", "init", Name, "--data", site.Data, "--passphrase-file", "passphrase");
        Assert.True(made.ExitCode == 0, made.ToString());
        site.Key = Regex.Match(made.Output, $@"^  ({Regex.Escape(Name)}\+\S+)$", RegexOptions.Multiline).Groups[1].Value;
        var lines = Regex.Match(made.Output, "^  sumlog:\n(?:    .*\n)+", RegexOptions.Multiline).Value.Replace("\n  ", "\n", StringComparison.Ordinal)[2..];
        site._configuration = $"private: corp.example\nvcs:\n  insecure: corp.example\norigins:\n- path: corp.example/Team/lib\n  url: {site._git.UrlOf()}\n"
            + (basePath.Length > 0 ? $"basePath: {basePath}\n" : "") + lines + more;
        await site.RestartAsync();
        return site;
    }

    /// <summary>A developer whose GOSUMDB is the company's database.</summary>
    /// <param name="withUrl">Whether GOSUMDB says where it is; else it is found through the gateway.</param>
    public GoProject Project(bool withUrl = true, string basePath = "") =>
        new(Gateway.Url + basePath) { SumDb = withUrl ? $"{Key} {Gateway.Url}{basePath}/sumdb/{Name}" : Key };

    /// <summary>Stops the gateway, if it runs, and starts one on the same data.</summary>
    public async Task RestartAsync()
    {
        if (Gateway is not null)
        {
            await Gateway.DisposeAsync();
        }

        Gateway = await SluiceProcess.StartAsync(new SluiceOptions(Data, _upstream.Url) { SumDb = $"{_publicKey.PublicKey} {_upstream.Url}/db", Configuration = _configuration });
    }

    public Task<CommandResult> RunAsync(params string[] arguments) => SluiceCommand.RunAsync(_scratch.FullName, [.. arguments, "--data", Data]);

    /// <summary>Reads a file below the data directory.</summary>
    public Task<byte[]> ReadAsync(string file) => File.ReadAllBytesAsync(Path.Join(Data, file), TestContext.Current.CancellationToken);

    /// <summary>Changes one byte of a file below the data directory.</summary>
    public void Damage(string file, int at)
    {
        using var stream = new FileStream(Path.Join(Data, file), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Position = at;
        var changed = (byte)(stream.ReadByte() ^ 1);
        stream.Position = at;
        stream.WriteByte(changed);
    }

    public async ValueTask DisposeAsync()
    {
        if (Gateway is not null)
        {
            await Gateway.DisposeAsync();
        }

        await _git.DisposeAsync();
        await _upstream.DisposeAsync();
        _repository.Dispose();
        _publicKey.Dispose();
        _scratch.Dispose();
    }

    private async Task StartPublicAsync(bool lies)
    {
        var fixture = new ModuleFixture();
        fixture.Add("example.com/m", "v1.0.0", ("go.mod", "module example.com/m\n"), ("m.go", "package m\n"));
        _upstream = await FakeUpstream.StartAsync(fixture);
        var module = fixture.Modules[0];
        using var zip = new MemoryStream(module.Zip);
        Assert.True(ModuleHash.TryHashZip(zip, out var hash, out _, TestContext.Current.CancellationToken));
        var database = new MemorySumDb(_publicKey, SumDbClient.DefaultTileHeight);
        var stated = lies ? MemorySumDb.HashOf("another") : hash.ToString();
        await database.AddAsync(module.Path, module.Version, $"{module.Path} {module.Version} {stated}\n{module.Path} {module.Version}/go.mod {ModuleHash.HashGoMod(module.GoMod!)}\n");
        foreach (var path in (string[])["lookup/example.com/m@v1.0.0", "tile/8/0/000.p/1"])
        {
            var content = await database.ReadAsync(path, LookupAnswer.MaxBytes, TestContext.Current.CancellationToken);
            _upstream.On("db/" + path, Behaviours.Answer(new UpstreamAnswer(200, content!.Value.ToArray(), "text/plain")));
        }

        _upstream.On("db/latest", Behaviours.Answer(new UpstreamAnswer(200, await database.SignedHeadAsync(), "text/plain")));
    }
}
