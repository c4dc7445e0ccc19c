namespace Sluice.Api.Store;

/// <summary>What <c>sluice store stats --format json</c> prints.</summary>
/// <param name="Directory">The store's directory.</param>
/// <param name="Modules">Modules kept.</param>
/// <param name="Versions">Versions kept, over all modules.</param>
/// <param name="Zips">Zips kept.</param>
/// <param name="Documents">Lists, <c>@latest</c>, <c>.info</c> and <c>.mod</c> files kept.</param>
/// <param name="SizeBytes">Bytes of all of it.</param>
/// <param name="Largest">The modules that need most room, largest first.</param>
public sealed record StoreStatisticsReport(
    string Directory, long Modules, long Versions, long Zips, long Documents, long SizeBytes, IReadOnlyList<StoredModule> Largest)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.store.stats/1";

    /// <summary>When the newest artefact was written; null in an empty store.</summary>
    public DateTimeOffset? LastWrittenAt { get; init; }
}

/// <summary>What a module needs in the store.</summary>
/// <param name="Module">Module path.</param>
/// <param name="Versions">Versions kept.</param>
/// <param name="SizeBytes">Bytes of all its artefacts.</param>
public sealed record StoredModule(string Module, long Versions, long SizeBytes);
