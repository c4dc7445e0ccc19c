using System.Text;
using System.Text.Json;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Tests.Vcs.Git;
using Sluice.Fetch.Upstreams;
using Sluice.Fetch.Vcs;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs;

/// <summary>One repository, <c>github.com/synth/NAME</c>, seen by Sluice's <c>direct</c> and by the real go command in direct mode.</summary>
internal sealed class DirectRig : IDisposable
{
    private readonly TempDirectory _cache = new();
    private readonly GoCommand _go = GoCommand.RequireOrSkip();
    private readonly UpstreamRegistry _registry;
    private readonly IModuleSource _direct;

    public DirectRig(GitFixture fixture, string name = "kit")
    {
        Prefix = $"github.com/synth/{name}";
        var config = _go.Home.Write("gitconfig", $"[url \"{fixture.FileUrl}\"]\n\tinsteadOf = https://{Prefix}\n[safe]\n\tdirectory = *\n");
        _go.Proxy = "direct";
        _go.Variables["GIT_CONFIG_GLOBAL"] = config;
        _go.Variables["GIT_CONFIG_NOSYSTEM"] = "1";
        _go.Variables["GOFLAGS"] = "-modcacherw";
        _go.Home.Write("nowhere/go.mod", "module example.org/nowhere\n\ngo 1.19\n");
        var origins = new OriginOptions(_cache.FullName)
        {
            Origins = [new RepositoryRoot(Prefix, VcsKind.Git, fixture.FileUrl)],
            AllowsFileUrls = true,
            EnvironmentVariables = new Dictionary<string, string> { ["PATH"] = GitCommand.SearchPath },
        };
        _registry = new UpstreamRegistry(new UpstreamOptions(), new(), origins, TimeProvider.System);
        _direct = _registry.CreateChain(GoProxyList.TryParse("direct", out var list, out _) ? list : throw new InvalidOperationException());
    }

    public string Prefix { get; }

    public void Dispose()
    {
        _registry.Dispose();
        _go.Dispose();
        _cache.Dispose();
    }

    /// <summary>Everything that Sluice says of a module at a revision: version, time, hashes; or <c>none</c>.</summary>
    public async Task<string> AskSluiceAsync(string path, string query)
    {
        var module = ModulePath.Parse(path);
        var artefact = query == "latest" ? Artefact.Latest(module) : Artefact.Info(module, Revision.TryParse(query, out var revision, out _) ? revision : throw new FormatException(query));
        var info = await GetAsync(artefact);
        if (info is null)
        {
            return "none";
        }

        var parsed = ModuleInfo.Parse(info);
        var mod = await GetAsync(Artefact.GoMod(module, parsed.Version)) ?? throw new InvalidOperationException($"{path}@{parsed.Version} has an .info and no .mod");
        var sink = new MemorySink();
        var zip = await _direct.GetZipAsync(Artefact.Zip(module, parsed.Version), sink, Context, TestContext.Current.CancellationToken);
        var hash = zip.IsFound ? HashOf(sink) : zip.Fault.IsAbsence ? "none" : throw new InvalidOperationException(zip.Fault.ToString());
        return $"{parsed.Version} {parsed.Time:yyyy-MM-ddTHH:mm:ssZ} mod {ModuleHash.HashGoMod(mod)} zip {hash}";
    }

    /// <summary>The same, by the go command.</summary>
    public async Task<string> AskGoAsync(string path, string query)
    {
        var result = await _go.RunAsync(_go.Home["nowhere"], "mod", "download", "-json", $"{path}@{query}");
        using var json = JsonDocument.Parse(result.Output.Length == 0 ? "{}" : result.Output);
        var root = json.RootElement;
        if (!root.TryGetProperty("Version", out var version) || !root.TryGetProperty("Info", out var info))
        {
            return "none";
        }

        var time = ModuleInfo.Parse(await File.ReadAllBytesAsync(info.GetString()!, TestContext.Current.CancellationToken)).Time;
        var mod = root.TryGetProperty("GoModSum", out var sum) ? sum.GetString() : "none";
        var zip = root.TryGetProperty("Sum", out var zipSum) ? zipSum.GetString() : "none";
        return $"{version.GetString()} {time:yyyy-MM-ddTHH:mm:ssZ} mod {mod} zip {zip}";
    }

    /// <summary>The versions that Sluice lists, ascending.</summary>
    public async Task<string> ListBySluiceAsync(string path)
    {
        var body = await GetAsync(Artefact.List(ModulePath.Parse(path)));
        return body is null ? "none" : string.Join(' ', Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The versions that the go command lists, ascending, retracted ones too.</summary>
    public async Task<string> ListByGoAsync(string path)
    {
        var result = await _go.RunAsync(_go.Home["nowhere"], "list", "-mod=mod", "-m", "-versions", "-retracted", $"{path}@latest");
        var words = result.Output.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "none" : string.Join(' ', words.Skip(1));
    }

    private static FetchContext Context => new() { RequestId = "r" };

    private static string HashOf(MemorySink sink)
    {
        using var file = new TempDirectory();
        var path = file["zip"];
        File.WriteAllBytes(path, sink.Bytes);
        using var handle = File.OpenHandle(path);
        return ModuleHash.TryHashZip(handle, 1, out var hash, out var error, TestContext.Current.CancellationToken) ? hash.ToString() : throw new InvalidOperationException(error.ToString());
    }

    private async Task<byte[]?> GetAsync(Artefact artefact)
    {
        var outcome = await _direct.GetDocumentAsync(artefact, Context, TestContext.Current.CancellationToken);
        return outcome.IsFound ? outcome.Value.Bytes.ToArray() : outcome.Fault.IsAbsence ? null : throw new InvalidOperationException($"{artefact}: {outcome.Fault}");
    }
}
