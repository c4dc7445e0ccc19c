using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Fetching;

/// <summary>A module version to have in the store.</summary>
/// <param name="Path">The module.</param>
/// <param name="Query">Version, branch, commit or another query.</param>
/// <param name="Parts">What of it.</param>
/// <param name="Hashes">The <c>h1:</c> hashes of which the zip must have one; empty when none is known.</param>
/// <param name="Origin">Where it was asked for first: <c>go.sum:12</c>.</param>
internal sealed record PrefetchItem(ModulePath Path, VersionQuery Query, FetchParts Parts, IReadOnlyList<string> Hashes, string Origin)
{
    public override string ToString() => $"{Path}@{Query}";
}
