using System.Text;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.Blobs;
using Sluice.Store.Quarantine;
using Sluice.Store.Records;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

/// <summary>A whole pipeline over a scripted source, a real disk store and a clock that the test winds.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly GatewayOptions _options;
    private readonly ChecksumPolicy _policy;
    private readonly IModuleSource? _source;
    private DiskStore _disk;

    public Rig(GatewayOptions? options = null, ChecksumPolicy policy = ChecksumPolicy.Off, IModuleSource? source = null)
    {
        _options = options ?? new GatewayOptions();
        _policy = policy;
        _source = source;
        Records = new SqliteRecords(DataDirectory);
        _disk = Open();
        Gateway = Compose();
    }

    public static ModulePath Module { get; } = ModulePath.Parse("example.com/m");

    public static ModuleVersion Version { get; } = ModuleVersion.Parse("v1.0.0");

    public static Artefact List { get; } = Artefact.List(Module);

    public static Artefact Branch { get; } = Artefact.Info(Module, ParseRevision("main"));

    public static Artefact Info { get; } = Artefact.Info(Module, Version);

    public static Artefact GoMod { get; } = Artefact.GoMod(Module, Version);

    public static Artefact Zip { get; } = Artefact.Zip(Module, Version);

    public ScriptedSource Source { get; } = new();

    /// <summary>Covers nothing until a test says what it has.</summary>
    public ScriptedDatabase Database { get; } = new();

    /// <summary>Our own log; null for none. Counts from the next start.</summary>
    public IChecksumLog? OwnLog { get; set; }

    /// <summary>Modules whose first sight counts for <see cref="OwnLog"/>.</summary>
    public PathPatterns FirstSight { get; set; } = PathPatterns.Parse("example.com");

    public SqliteRecords Records { get; }

    public ManualTimeProvider Time { get; } = new();

    public PipelineRecorder Log { get; } = new();

    /// <summary>What the random source of the jitter gives; one half is none.</summary>
    public double Jitter { get; set; } = 0.5;

    public FailingStore Store { get; private set; } = null!;

    public ModuleGateway Gateway { get; private set; }

    public string DataDirectory => _directory["data"];

    /// <summary>Every file below the data directory, relative.</summary>
    public string[] Files => [.. Directory.EnumerateFiles(DataDirectory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(DataDirectory, file)).Order(StringComparer.Ordinal)];

    public Task<DocumentAnswer> GetAsync(Artefact artefact, bool cachedOnly = false) =>
        Gateway.GetDocumentAsync(artefact, new Asking("test", cachedOnly), CancellationToken.None).AsTask().OrFail();

    public Task<ZipAnswer> GetZipAsync(Artefact artefact, bool cachedOnly = false) =>
        Gateway.GetZipAsync(artefact, new Asking("test", cachedOnly), CancellationToken.None).AsTask().OrFail();

    /// <summary>Asks for a document with limited patience.</summary>
    public Task GetUnlessAsync(Artefact artefact, CancellationToken leaving) => Gateway.GetDocumentAsync(artefact, new Asking("test"), leaving).AsTask().OrFail();

    /// <summary>Asks for a zip with limited patience.</summary>
    public Task GetZipUnlessAsync(Artefact artefact, CancellationToken leaving) => Gateway.GetZipAsync(artefact, new Asking("test"), leaving).AsTask().OrFail();

    /// <summary>Whether memory alone answers, and what.</summary>
    public bool TryGet(Artefact artefact, out DocumentAnswer answer) => Gateway.TryGetDocument(artefact, new Asking("test"), out answer);

    /// <summary>A new process on the same data directory.</summary>
    public async Task RestartAsync()
    {
        await Gateway.DisposeAsync().AsTask().OrFail();
        _disk.Dispose();
        _disk = Open();
        Gateway = Compose();
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync().AsTask().OrFail();
        Records.Dispose();
        _disk.Dispose();
        _directory.Dispose();
    }

    public static string Text(DocumentAnswer answer)
    {
        Assert.True(answer.IsFound, answer.Fault?.ToString());
        return Encoding.UTF8.GetString(answer.Document.Bytes.Span);
    }

    /// <summary>The zip's bytes; gives it back.</summary>
    public static byte[] Bytes(ZipAnswer answer)
    {
        Assert.True(answer.IsFound, answer.Fault?.ToString());
        using var zip = answer.Zip;
        var bytes = new byte[zip.SizeBytes];
        Assert.Equal(bytes.Length, RandomAccess.Read(zip.File.SafeFileHandle, bytes, 0));
        return bytes;
    }

    /// <summary>A proper zip of <see cref="Module"/>, unless a file is given that makes it improper.</summary>
    public static byte[] MakeZip(params FixtureFile[] files) => new ModuleFixture().Add(Module.Value, Version.Value, [("go.mod", "module example.com/m\n"), .. files]).Zip;

    public static Revision ParseRevision(string text)
    {
        Assert.True(Revision.TryParse(text, out var revision, out var error), error);
        return revision;
    }

    private DiskStore Open() => DiskStore.Open(new DiskStoreOptions { Directory = DataDirectory }, Time);

    private ModuleGateway Compose()
    {
        Store = new FailingStore(_disk);
        var alarm = new ChecksumAlarm(new DiskQuarantine(DataDirectory), Records, Time, Log);
        var checksums = new ChecksumParts(new ChecksumOracle(Database, _policy, Time), OwnLog, FirstSight, alarm, Records);
        return new ModuleGateway(Store, _source ?? Source, checksums, _options, Time, () => Jitter, Log);
    }
}
