using Sluice.Api.Store;
using Sluice.Cli.Output;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>store verify</c> with the store.</summary>
internal static class StoreVerifyWiring
{
    public static Task<StoreVerifyReport> VerifyAsync(string dataDirectory, IWorkDisplay display, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The store's verifier is not connected yet.");
}
