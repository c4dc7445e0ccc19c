using System.Globalization;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.Blobs;

namespace Sluice.Store.Tests.Blobs;

public sealed class FullDiskTests : IDisposable
{
    private const int DiskBytes = 1024 * 1024;

    private static readonly ModulePath Module = ModulePath.Parse("example.com/module");
    private readonly SmallDisk _disk = SmallDisk.Mount(DiskBytes);
    private readonly DiskStore _store;

    public FullDiskTests() => _store = DiskStore.Open(new DiskStoreOptions { Directory = _disk.Directory }, TimeProvider.System);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task Writing_zips_until_the_disk_is_full_keeps_only_whole_ones_and_recovers()
    {
        var kept = new List<Artefact>();
        StoreException? failure = null;
        for (var i = 0; failure is null && i < 100; i++)
        {
            try
            {
                await PutAsync(ZipOf(i), 150_000);
                kept.Add(ZipOf(i));
            }
            catch (StoreException exception)
            {
                failure = exception;
            }
        }

        AssertFull(failure);
        Assert.NotEmpty(kept);
        AssertKept(kept, 150_000);

        _store.Remove(kept[0]);
        await PutAsync(ZipOf(200), 100_000);
        Assert.Contains(_store.Enumerate(), entry => entry.Artefact == ZipOf(200));
    }

    [Fact]
    public async Task Writing_documents_until_the_disk_is_full_keeps_only_whole_ones_and_recovers()
    {
        var kept = new List<Artefact>();
        var bytes = new byte[60_000];
        StoreException? failure = null;
        for (var i = 0; failure is null && i < 100; i++)
        {
            try
            {
                await _store.WriteDocumentAsync(GoModOf(i), bytes, Cancelled);
                kept.Add(GoModOf(i));
            }
            catch (StoreException exception)
            {
                failure = exception;
            }
        }

        AssertFull(failure);
        AssertKept(kept, bytes.Length);
        Assert.NotNull(await _store.ReadDocumentAsync(kept[^1], Cancelled));

        _store.Remove(kept[0]);
        await _store.WriteDocumentAsync(GoModOf(200), bytes, Cancelled);
        Assert.NotNull(await _store.ReadDocumentAsync(GoModOf(200), Cancelled));
    }

    [Fact]
    public async Task A_failed_draft_stays_failed_and_gives_its_space_back_before_it_is_disposed()
    {
        await using var draft = _store.CreateZip(ZipOf(1));
        draft.Reset(null);
        await Assert.ThrowsAsync<StoreException>(() => draft.WriteAsync(new byte[2 * DiskBytes], Cancelled).AsTask());
        await _store.WriteDocumentAsync(GoModOf(1), new byte[DiskBytes / 2], Cancelled);
        draft.Reset(null);
        AssertFull(await Assert.ThrowsAsync<StoreException>(() => draft.WriteAsync(new byte[1], Cancelled).AsTask()));
        AssertFull(await Assert.ThrowsAsync<StoreException>(() => draft.CommitAsync(Cancelled).AsTask()));
        Assert.Null(_store.OpenZip(ZipOf(1)));
    }

    [Fact]
    public async Task A_list_that_does_not_fit_leaves_the_old_one()
    {
        await _store.WriteDocumentAsync(Artefact.List(Module), "v1.0.0\n"u8.ToArray(), Cancelled);
        AssertFull(await Assert.ThrowsAsync<StoreException>(() => _store.WriteDocumentAsync(Artefact.List(Module), new byte[2 * DiskBytes], Cancelled).AsTask()));
        var list = await _store.ReadDocumentAsync(Artefact.List(Module), Cancelled);
        Assert.Equal("v1.0.0\n"u8.ToArray(), list!.Bytes.ToArray());
    }

    [Fact]
    public async Task A_read_only_disk_is_a_failed_store_that_still_reads_and_recovers()
    {
        await _store.WriteDocumentAsync(GoModOf(1), "module m\n"u8.ToArray(), Cancelled);
        _disk.MakeReadOnly();
        var failure = await Assert.ThrowsAsync<StoreException>(() => _store.WriteDocumentAsync(GoModOf(2), new byte[1], Cancelled).AsTask());
        Assert.Equal(FaultCodes.StoreFailed, failure.Fault.Code);
        Assert.DoesNotContain(_disk.Directory, failure.Message, StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => _store.CreateZip(ZipOf(1)));
        Assert.Throws<StoreException>(() => _store.Remove(GoModOf(1)));
        Assert.NotNull(await _store.ReadDocumentAsync(GoModOf(1), Cancelled));
        _disk.MakeWritable();
        await _store.WriteDocumentAsync(GoModOf(2), new byte[1], Cancelled);
    }

    private static ModuleVersion VersionOf(int number) => ModuleVersion.Parse(string.Create(CultureInfo.InvariantCulture, $"v1.{number}.0"));

    private static Artefact ZipOf(int number) => Artefact.Zip(Module, VersionOf(number));

    private static Artefact GoModOf(int number) => Artefact.GoMod(Module, VersionOf(number));

    private void AssertFull(StoreException? failure)
    {
        Assert.NotNull(failure);
        Assert.Equal(FaultCodes.StoreFull, failure.Fault.Code);
        Assert.DoesNotContain(_disk.Directory, failure.Message, StringComparison.Ordinal);
    }

    private void AssertKept(List<Artefact> kept, long sizeBytes)
    {
        var entries = _store.Enumerate().ToList();
        Assert.Equal(kept.ToHashSet(), entries.Select(entry => entry.Artefact).ToHashSet());
        Assert.All(entries, entry => Assert.Equal(sizeBytes, entry.SizeBytes));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_disk.Directory, ".tmp")));
    }

    private async Task PutAsync(Artefact zip, int sizeBytes)
    {
        await using var draft = _store.CreateZip(zip);
        draft.Reset(sizeBytes);
        for (var left = sizeBytes; left > 0; left -= 10_000)
        {
            await draft.WriteAsync(new byte[Math.Min(left, 10_000)], Cancelled);
        }

        await draft.CommitAsync(Cancelled);
    }
}
