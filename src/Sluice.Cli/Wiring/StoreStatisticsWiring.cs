using Sluice.Api.Store;
using Sluice.Cli.Output;
using Sluice.Core.Ports;
using Sluice.Store.Blobs;
using Sluice.Store.Verify;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>store stats</c> with the store.</summary>
internal static class StoreStatisticsWiring
{
    /// <summary>Modules named one by one.</summary>
    private const int Largest = 10;

    public static Task<StoreStatisticsReport> MeasureAsync(string dataDirectory, CliContext context, IWorkDisplay display, CancellationToken cancellationToken)
    {
        using var store = DiskStore.Open(new DiskStoreOptions { Directory = dataDirectory }, context.Time);
        var statistics = StoreStatistics.Collect(store, Largest, cancellationToken);
        var zips = statistics.ByKind[ArtefactKind.Zip].Count;
        return Task.FromResult(new StoreStatisticsReport(
            dataDirectory,
            statistics.Modules,
            statistics.Versions,
            zips,
            statistics.ByKind.Values.Sum(kind => (long)kind.Count) - zips,
            statistics.SizeBytes,
            [.. statistics.Biggest.Select(module => new StoredModule(module.Path.Value, module.Versions, module.SizeBytes))])
        {
            LastWrittenAt = statistics.LastWrittenAt,
        });
    }
}
