namespace Sluice.Api.Store;

/// <summary>What <c>sluice store verify --format json</c> prints.</summary>
/// <param name="Directory">The store's directory.</param>
/// <param name="Modules">Modules seen.</param>
/// <param name="Artefacts">Files checked.</param>
/// <param name="SizeBytes">Bytes checked.</param>
/// <param name="DurationMs">The whole of it, in milliseconds.</param>
/// <param name="Problems">What is wrong, by artefact.</param>
public sealed record StoreVerifyReport(
    string Directory, long Modules, long Artefacts, long SizeBytes, double DurationMs, IReadOnlyList<StoreProblem> Problems)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.store.verify/1";
}
