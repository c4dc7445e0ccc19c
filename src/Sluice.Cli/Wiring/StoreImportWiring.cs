using Sluice.Api.Store;
using Sluice.Cli.Output;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>store import</c> with the store.</summary>
internal static class StoreImportWiring
{
    public static Task<StoreImportReport> ImportAsync(StoreImportRequest request, IWorkDisplay display, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The store's importer is not connected yet.");
}
