using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.Blobs;

namespace Sluice.Store.Tests.Blobs;

public sealed class DiskStoreTests : IDisposable
{
    private const string Hash = "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static readonly ModulePath Module = ModulePath.Parse("github.com/Big/Module");
    private static readonly ModuleVersion Version = ModuleVersion.Parse("v1.0.0-RC1");
    private readonly Scratch _scratch = new();
    private readonly DiskStore _store;

    public DiskStoreTests() => _store = Open();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Files_lie_where_the_go_command_looks_for_them()
    {
        await using (var draft = _store.CreateZip(Artefact.Zip(Module, Version)))
        {
            draft.Reset(null);
            await draft.WriteAsync("zip"u8.ToArray(), Cancelled);
            await draft.CommitAsync(Cancelled);
        }

        await _store.WriteZipHashAsync(Artefact.Zip(Module, Version), Hash, Cancelled);
        await WriteAsync(Artefact.Info(Module, Version));
        await WriteAsync(Artefact.GoMod(Module, Version));
        await WriteAsync(Artefact.List(Module));
        await WriteAsync(Artefact.Latest(Module));
        string[] expected =
        [
            "@latest", "@v/list", "@v/v1.0.0-!r!c1.info", "@v/v1.0.0-!r!c1.mod", "@v/v1.0.0-!r!c1.zip", "@v/v1.0.0-!r!c1.ziphash",
        ];
        Assert.Equal(expected.Select(name => "github.com/!big/!module/" + name), Files());
        Assert.Equal(Hash, await File.ReadAllTextAsync(_scratch["github.com/!big/!module/@v/v1.0.0-!r!c1.ziphash"], Cancelled));
    }

    [Fact]
    public void Foreign_files_are_not_enumerated()
    {
        string[] foreign =
        [
            "example.com/m/@v/v1.0.0.lock", "example.com/m/@v/v1.0.0.ziphash", "example.com/m/@v/v1.0.0.zip.partial", "example.com/m/@v/v1.mod",
            "example.com/m/@v/V1.0.0.info", "example.com/M/@v/v1.0.0.info", "example.com/m/@v/v1.0.0!.info", "nodot/@v/v1.0.0.info", "@v/list", "@latest",
            ".tmp/example.com/m/@v/v1.0.0.info", "cache/lock", "sumdb/sum.golang.org/latest", "example.com/m/@x/v1.0.0.info", "example.com/m/@v/sub/v1.0.0.info",
        ];
        foreach (var name in foreign)
        {
            _scratch.Write(name, "x");
        }

        _scratch.Write("example.com/m/@v/v1.0.0.info", "x");
        Assert.Equal("example.com/m/@v/v1.0.0.info", Assert.Single(_store.Enumerate()).Artefact.ToString());
    }

    [Fact]
    public void Symbolic_links_are_not_walked()
    {
        _scratch.Write("example.com/m/@v/v1.0.0.info", "x");
        Directory.CreateSymbolicLink(_scratch["example.com/m/loop"], _scratch.Directory);
        File.CreateSymbolicLink(_scratch["example.com/m/@v/v1.1.0.info"], _scratch["example.com/m/@v/v1.0.0.info"]);
        Assert.Single(_store.Enumerate());
    }

    [Fact]
    public void Leftovers_of_dead_processes_are_deleted_at_start_and_nothing_else_is()
    {
        // Process ids end at 2^22 on Linux: nobody has this one.
        var dead = _scratch.Write(".tmp/99999999-1", "x");
        var earlier = _scratch.Write($".tmp/{Environment.ProcessId}-999999999", "x");
        var foreign = _scratch.Write(".tmp/notes.txt", "x");
        var nested = _scratch.Write(".tmp/sub/99999999-1", "x");
        var outside = _scratch.Write("outside", "x");
        File.CreateSymbolicLink(_scratch[".tmp/99999999-2"], outside);
        var running = _scratch.Write(".tmp/1-1", "x");
        using var reopened = Open();
        Assert.False(File.Exists(dead));
        Assert.False(File.Exists(earlier));
        Assert.True(File.Exists(foreign));
        Assert.True(File.Exists(nested));
        Assert.True(File.Exists(outside));
        Assert.True(File.Exists(running));
    }

    [Fact]
    public void A_temporary_file_that_somebody_holds_locked_is_not_deleted()
    {
        var path = _scratch.Write(".tmp/99999999-1", "x");
        using (File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Open().Dispose();
            Assert.True(File.Exists(path));
        }

        Open().Dispose();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_draft_of_a_running_store_survives_the_start_of_another()
    {
        await using var draft = _store.CreateZip(Artefact.Zip(Module, Version));
        draft.Reset(null);
        Open().Dispose();
        await draft.WriteAsync("zip"u8.ToArray(), Cancelled);
        await draft.CommitAsync(Cancelled);
        using var zip = _store.OpenZip(Artefact.Zip(Module, Version));
        Assert.Equal(3, zip!.SizeBytes);
    }

    [Fact]
    public async Task A_name_that_the_file_system_cannot_hold_is_absent_and_cannot_be_kept()
    {
        var zip = Artefact.Zip(Module, ModuleVersion.Parse("v1.0.0-" + new string('a', 300)));
        var info = Artefact.Info(Module, ModuleVersion.Parse("v1.0.0-" + new string('a', 300)));
        var deep = Artefact.List(ModulePath.Parse("example.com/" + new string('b', 300)));
        Assert.Null(_store.OpenZip(zip));
        Assert.Null(await _store.ReadDocumentAsync(info, Cancelled));
        Assert.Null(await _store.ReadZipHashAsync(zip, Cancelled));
        _store.Remove(zip);
        foreach (var artefact in new[] { info, deep })
        {
            var failure = await Assert.ThrowsAsync<StoreException>(() => WriteAsync(artefact));
            Assert.Equal(FaultCodes.StoreFailed, failure.Fault.Code);
            Assert.Contains("name is longer", failure.Fault.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain(_scratch.Directory, failure.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Files());
    }

    [Fact]
    public void A_directory_that_cannot_be_created_is_a_failed_store()
    {
        var file = _scratch.Write("file", "x");
        var failure = Assert.Throws<StoreException>(() => Open(Path.Combine(file, "data")));
        Assert.Equal(FaultCodes.StoreFailed, failure.Fault.Code);
        Assert.DoesNotContain(_scratch.Directory, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_vanishes_fails_writes_until_it_is_back()
    {
        var data = _scratch["data"];
        using var store = Open(data);
        Directory.Delete(data, recursive: true);
        var failure = await Assert.ThrowsAsync<StoreException>(
            () => store.WriteDocumentAsync(Artefact.List(Module), "v1.0.0\n"u8.ToArray(), Cancelled).AsTask());
        Assert.Equal(FaultCodes.StoreFailed, failure.Fault.Code);
        Assert.False(Directory.Exists(data));
        Directory.CreateDirectory(data);
        await store.WriteDocumentAsync(Artefact.List(Module), "v1.0.0\n"u8.ToArray(), Cancelled);
        Assert.NotNull(await store.ReadDocumentAsync(Artefact.List(Module), Cancelled));
    }

    [Fact]
    public async Task What_a_power_cut_leaves_of_unflushed_answers_is_not_believed()
    {
        _scratch.Write("github.com/!big/!module/@latest", "");
        _scratch.Write("github.com/!big/!module/@v/main.info", "");
        _scratch.Write("github.com/!big/!module/@v/list", new byte[20]);
        _scratch.Write("github.com/!big/!module/@v/v1.0.0-!r!c1.ziphash", new byte[47]);
        Assert.True(Revision.TryParse("main", out var branch, out _));
        Assert.Null(await _store.ReadDocumentAsync(Artefact.Latest(Module), Cancelled));
        Assert.Null(await _store.ReadDocumentAsync(Artefact.Info(Module, branch), Cancelled));
        Assert.Null(await _store.ReadDocumentAsync(Artefact.List(Module), Cancelled));
        Assert.Null(await _store.ReadZipHashAsync(Artefact.Zip(Module, Version), Cancelled));
    }

    [Fact]
    public async Task A_document_of_the_limit_is_kept_and_one_byte_more_is_not()
    {
        var artefact = Artefact.GoMod(Module, Version);
        await _store.WriteDocumentAsync(artefact, new byte[DiskStore.MaxDocumentBytes], Cancelled);
        Assert.Equal(DiskStore.MaxDocumentBytes, (await _store.ReadDocumentAsync(artefact, Cancelled))!.Bytes.Length);
        await Assert.ThrowsAsync<StoreException>(() => _store.WriteDocumentAsync(artefact, new byte[DiskStore.MaxDocumentBytes + 1], Cancelled).AsTask());
        await using (var file = File.OpenWrite(_scratch[artefact.ToRelativePath()]))
        {
            file.SetLength(DiskStore.MaxDocumentBytes + 1);
        }

        await Assert.ThrowsAsync<StoreException>(() => _store.ReadDocumentAsync(artefact, Cancelled).AsTask());
    }

    [Fact]
    public async Task What_is_no_hash_is_not_recorded()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _store.WriteZipHashAsync(Artefact.Zip(Module, Version), "h1:short", Cancelled).AsTask());
    }

    private DiskStore Open(string? directory = null) =>
        DiskStore.Open(new DiskStoreOptions { Directory = directory ?? _scratch.Directory }, TimeProvider.System);

    private Task WriteAsync(Artefact artefact) =>
        _store.WriteDocumentAsync(artefact, Encoding.UTF8.GetBytes("content"), Cancelled).AsTask();

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(_scratch.Directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_scratch.Directory, path))
            .Order(StringComparer.Ordinal);
}
