using System.IO.Compression;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Upstreams;
using Sluice.Fetch.Vcs;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

/// <summary>A module, <c>corp.test/m</c>, whose origin is one repository; asked through <c>direct</c>.</summary>
internal sealed class ProgramRig : IDisposable
{
    private readonly TempDirectory _cache = new();
    private readonly FetchContext _context = new() { RequestId = "r" };
    private readonly OriginOptions _origins;
    private readonly NetworkOptions _network;
    private UpstreamRegistry _registry = null!;
    private IModuleSource _direct = null!;

    public ProgramRig(VcsKind vcs, string url, params HostCredential[] credentials)
    {
        _network = new NetworkOptions { Credentials = credentials };
        _origins = new OriginOptions(_cache.FullName)
        {
            Origins = [new RepositoryRoot("corp.test/m", vcs, url)],
            EnvironmentVariables = new Dictionary<string, string> { ["PATH"] = GitCommand.SearchPath },
        };
        Open();
    }

    /// <summary>The commands that were run.</summary>
    public IReadOnlyList<string> Commands => [.. _context.Steps.Where(step => step.What == "run").Select(step => step.Text)];

    public string Cache => _cache.FullName;

    public void Dispose()
    {
        _registry.Dispose();
        _cache.Dispose();
    }

    /// <summary>What the gateway does when it is started again: everything is asked anew, what lies on disk is there.</summary>
    public void Restart()
    {
        _registry.Dispose();
        Open();
    }

    public async Task<string> ListAsync(string path = "corp.test/m") => await ReadAsync(Artefact.List(ModulePath.Parse(path)));

    public async Task<ModuleInfo> InfoAsync(string query, string path = "corp.test/m")
    {
        var module = ModulePath.Parse(path);
        var artefact = query == "latest" ? Artefact.Latest(module) : Artefact.Info(module, Revision.TryParse(query, out var revision, out _) ? revision : throw new FormatException(query));
        return ModuleInfo.Parse(Encoding.UTF8.GetBytes(await ReadAsync(artefact)));
    }

    public Task<string> GoModAsync(ModuleVersion version, string path = "corp.test/m") => ReadAsync(Artefact.GoMod(ModulePath.Parse(path), version));

    /// <summary>The names in the zip without the module's prefix, each with its content.</summary>
    public async Task<Dictionary<string, string>> ZipAsync(ModuleVersion version, string path = "corp.test/m")
    {
        var sink = new MemorySink();
        var outcome = await _direct.GetZipAsync(Artefact.Zip(ModulePath.Parse(path), version), sink, _context, TestContext.Current.CancellationToken);
        Assert.True(outcome.IsFound, outcome.Fault?.ToString());
        await using var archive = new ZipArchive(new MemoryStream(sink.Bytes));
        var files = new Dictionary<string, string>();
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
            files.Add(entry.FullName[$"{path}@{version}/".Length..], await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return files;
    }

    public async Task<Fault> RefusalAsync(string query)
    {
        var artefact = Artefact.Info(ModulePath.Parse("corp.test/m"), Revision.TryParse(query, out var revision, out _) ? revision : throw new FormatException(query));
        var outcome = await _direct.GetDocumentAsync(artefact, _context, TestContext.Current.CancellationToken);
        return outcome.Fault ?? throw new InvalidOperationException("found");
    }

    private void Open()
    {
        _registry = new UpstreamRegistry(new UpstreamOptions(), _network, _origins, TimeProvider.System);
        _direct = _registry.CreateChain(GoProxyList.TryParse("direct", out var list, out _) ? list : throw new InvalidOperationException());
    }

    private async Task<string> ReadAsync(Artefact artefact)
    {
        var outcome = await _direct.GetDocumentAsync(artefact, _context, TestContext.Current.CancellationToken);
        return outcome.IsFound ? Encoding.UTF8.GetString(outcome.Value.Bytes.Span) : throw new InvalidOperationException(outcome.Fault.ToString());
    }
}
