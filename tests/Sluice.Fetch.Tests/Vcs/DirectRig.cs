using System.Text;
using System.Text.Json;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
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

/// <summary>One repository, seen by Sluice's <c>direct</c> and by the real go command in direct mode.</summary>
internal sealed class DirectRig : IDisposable
{
    private readonly TempDirectory _cache = new();
    private readonly GoCommand _go = GoCommand.RequireOrSkip();
    private readonly UpstreamRegistry _registry;
    private readonly IModuleSource _direct;

    /// <summary>A git repository that both take for <c>github.com/synth/NAME</c>.</summary>
    public DirectRig(GitFixture fixture, string name = "kit")
    {
        Prefix = $"github.com/synth/{name}";
        var config = _go.Home.Write("gitconfig", $"[url \"{fixture.FileUrl}\"]\n\tinsteadOf = https://{Prefix}\n[safe]\n\tdirectory = *\n");
        PrepareGo(new() { ["GIT_CONFIG_GLOBAL"] = config, ["GIT_CONFIG_NOSYSTEM"] = "1" });
        (_registry, _direct) = OpenDirect(new(), new OriginOptions(_cache.FullName)
        {
            Origins = [new RepositoryRoot(Prefix, VcsKind.Git, fixture.FileUrl)],
            AllowsFileUrls = true,
        });
    }

    /// <summary>A repository of any kind that both find by the tags of a page: <c>vanity.test/kit</c>.</summary>
    public DirectRig(VanityHost host)
    {
        Prefix = VanityHost.Prefix;
        PrepareGo(new()
        {
            ["HTTP_PROXY"] = $"{host.Proxy}",
            ["HTTPS_PROXY"] = $"{host.Proxy}",
            ["GOINSECURE"] = "vanity.test",
            ["GOVCS"] = "*:all",
            ["USER"] = "author",
            ["TZ"] = "UTC",
            ["LC_ALL"] = "C.UTF-8",
        });
        (_registry, _direct) = OpenDirect(new() { Proxy = new ForwardProxy(ForwardProxyKind.Url, host.Proxy) }, new OriginOptions(_cache.FullName)
        {
            Insecure = PathPatterns.Parse("vanity.test"),
            Allowed = GoVcs.TryParse("*:all", out var all, out _) ? all : throw new InvalidOperationException(),
        });
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

    /// <summary>The same, by the go command; all questions in one run, since each run asks the repository anew.</summary>
    public async Task<IReadOnlyList<string>> AskGoAsync(IReadOnlyCollection<(string Path, string Query)> questions)
    {
        var result = await _go.RunAsync(_go.Home["nowhere"], ["mod", "download", "-json", .. questions.Select(question => $"{question.Path}@{question.Query}")]);
        var answers = new List<string>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(result.Output), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            answers.Add(Show(JsonElement.ParseValue(ref reader)));
        }

        Assert.True(answers.Count == questions.Count, result.ToString());
        return answers;
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

    /// <summary>Whether both list the same versions of each module.</summary>
    public async Task AssertListsAsync(params string[] paths)
    {
        foreach (var path in paths)
        {
            var expected = await ListByGoAsync(path);
            var actual = await ListBySluiceAsync(path);
            Assert.Equal($"{path}: {(expected == "none" ? "" : expected)}", $"{path}: {(actual == "none" ? "" : actual)}");
        }
    }

    /// <summary>Whether both say the same to each question; all differences at once.</summary>
    public async Task AssertSameAsync(params (string Path, string Query)[] questions)
    {
        var differences = new List<string>();
        foreach (var ((path, query), expected) in questions.Zip(await AskGoAsync(questions)))
        {
            var actual = await AskSluiceAsync(path, query);
            if (expected != actual)
            {
                differences.Add($"{path}@{query}\n  go:     {expected}\n  sluice: {actual}");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>Whether the go command knows nothing of what Sluice finds: a mistake of its own, said in <c>docs/operations/origins.md</c>.</summary>
    public async Task AssertFoundBySluiceAloneAsync(params (string Path, string Query)[] questions)
    {
        foreach (var ((path, query), expected) in questions.Zip(await AskGoAsync(questions)))
        {
            Assert.Equal($"{path}@{query}: none", $"{path}@{query}: {ZipOf(expected)}");
            Assert.NotEqual("none", ZipOf(await AskSluiceAsync(path, query)));
        }
    }

    /// <summary>Whether Sluice refuses what the go command would find, for a reason that is said there.</summary>
    public async Task AssertFoundByGoAloneAsync(params (string Path, string Query)[] questions)
    {
        foreach (var ((path, query), expected) in questions.Zip(await AskGoAsync(questions)))
        {
            Assert.NotEqual($"{path}@{query}: none", $"{path}@{query}: {expected}");
            Assert.Equal("none", await AskSluiceAsync(path, query));
        }
    }

    /// <summary>Whether both say the same but for the zip, where the go command's is wrong.</summary>
    public async Task AssertSameButZipAsync(params (string Path, string Query)[] questions)
    {
        foreach (var ((path, query), expected) in questions.Zip(await AskGoAsync(questions)))
        {
            var actual = await AskSluiceAsync(path, query);
            Assert.Equal(expected[..^ZipOf(expected).Length], actual[..^ZipOf(actual).Length]);
            Assert.NotEqual(ZipOf(expected), ZipOf(actual));
        }
    }

    private static string ZipOf(string answer) => answer.Split(' ')[^1];

    private static FetchContext Context => new() { RequestId = "r" };

    private static (UpstreamRegistry Registry, IModuleSource Direct) OpenDirect(NetworkOptions network, OriginOptions origins)
    {
        var whole = origins with { EnvironmentVariables = new Dictionary<string, string> { ["PATH"] = GitCommand.SearchPath } };
        var registry = new UpstreamRegistry(new UpstreamOptions(), network, whole, TimeProvider.System);
        return (registry, registry.CreateChain(GoProxyList.TryParse("direct", out var list, out _) ? list : throw new InvalidOperationException()));
    }

    private void PrepareGo(Dictionary<string, string> variables)
    {
        _go.Proxy = "direct";
        foreach (var (name, value) in variables)
        {
            _go.Variables[name] = value;
        }

        _go.Variables["GOFLAGS"] = "-modcacherw";
        _go.Home.Write("nowhere/go.mod", "module example.org/nowhere\n\ngo 1.19\n");
    }

    private static string Show(JsonElement answer)
    {
        if (!answer.TryGetProperty("Version", out var version) || !answer.TryGetProperty("Info", out var info))
        {
            return "none";
        }

        var time = ModuleInfo.Parse(File.ReadAllBytes(info.GetString()!)).Time;
        var mod = answer.TryGetProperty("GoModSum", out var sum) ? sum.GetString() : "none";
        var zip = answer.TryGetProperty("Sum", out var zipSum) ? zipSum.GetString() : "none";
        return $"{version.GetString()} {time:yyyy-MM-ddTHH:mm:ssZ} mod {mod} zip {zip}";
    }

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
