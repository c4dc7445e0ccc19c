namespace Sluice.Api;

/// <summary>What <c>sluice version --format json</c> prints.</summary>
/// <param name="Version">Version of Sluice: <c>0.1.0</c>.</param>
/// <param name="Commit">The commit that it was built from; null when the build did not know.</param>
/// <param name="Runtime">The runtime that it runs on: <c>.NET 10.0.1</c>.</param>
/// <param name="Platform">Operating system and processor: <c>linux-x64</c>.</param>
public sealed record VersionReport(string Version, string? Commit, string Runtime, string Platform)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.version/1";
}
