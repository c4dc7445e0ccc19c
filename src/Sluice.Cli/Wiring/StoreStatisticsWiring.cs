using Sluice.Api.Store;
using Sluice.Cli.Output;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>store stats</c> with the store.</summary>
internal static class StoreStatisticsWiring
{
    public static Task<StoreStatisticsReport> MeasureAsync(string dataDirectory, IWorkDisplay display, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The store's statistics are not connected yet.");
}
