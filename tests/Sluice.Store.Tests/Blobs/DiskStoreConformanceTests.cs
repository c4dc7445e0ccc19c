using Sluice.Conformance;
using Sluice.Core.Ports;
using Sluice.Store.Blobs;

namespace Sluice.Store.Tests.Blobs;

public sealed class DiskStoreConformanceTests : ModuleStoreSuite, IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ManualClock _clock = new();
    private readonly DiskStore _store;

    public DiskStoreConformanceTests() => _store = DiskStore.Open(new DiskStoreOptions { Directory = _scratch.Directory }, _clock);

    protected override IModuleStore Store => _store;

    public void Dispose()
    {
        _store.Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch[".tmp"]));
        _scratch.Dispose();
    }

    protected override void Advance(TimeSpan time) => _clock.Advance(time);
}
