using Sluice.Core.Ports;
using Sluice.Modules.Paths;

namespace Sluice.Store.Verify;

/// <summary>What a store holds. Recorded hashes do not count.</summary>
/// <param name="Modules">Modules of which anything is kept.</param>
/// <param name="Versions">Versions, counted per module, of which an <c>.info</c>, <c>.mod</c> or <c>.zip</c> is kept; queries do not count.</param>
/// <param name="SizeBytes">Bytes of all artefacts.</param>
/// <param name="ByKind">Numbers for every kind, those with nothing included.</param>
/// <param name="Biggest">The modules with most bytes, biggest first.</param>
/// <param name="LastWrittenAt">The newest time of any artefact; null for an empty store.</param>
public sealed record StoreStatistics(
    int Modules,
    int Versions,
    long SizeBytes,
    IReadOnlyDictionary<ArtefactKind, KindStatistics> ByKind,
    IReadOnlyList<ModuleStatistics> Biggest,
    DateTimeOffset? LastWrittenAt)
{
    /// <summary>Walks the store once.</summary>
    /// <param name="store">The store.</param>
    /// <param name="biggest">Length of <see cref="Biggest"/> at most, 0 or more.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static StoreStatistics Collect(IModuleStore store, int biggest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(biggest);
        var modules = new Dictionary<ModulePath, Tally>();
        var kinds = Enum.GetValues<ArtefactKind>().ToDictionary(kind => kind, _ => new KindStatistics(0, 0));
        DateTimeOffset? last = null;
        foreach (var entry in store.Enumerate())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (artefact, sizeBytes, writtenAt) = entry;
            kinds[artefact.Kind] = new KindStatistics(kinds[artefact.Kind].Count + 1, kinds[artefact.Kind].SizeBytes + sizeBytes);
            last = last is null || writtenAt > last ? writtenAt : last;
            if (!modules.TryGetValue(artefact.Path, out var tally))
            {
                modules.Add(artefact.Path, tally = new Tally());
            }

            tally.Add(artefact, sizeBytes);
        }

        var sorted = modules
            .OrderByDescending(module => module.Value.SizeBytes)
            .ThenBy(module => module.Key)
            .Take(biggest)
            .Select(module => new ModuleStatistics(module.Key, module.Value.Versions.Count, module.Value.SizeBytes));
        return new StoreStatistics(
            modules.Count, modules.Values.Sum(tally => tally.Versions.Count), kinds.Values.Sum(kind => kind.SizeBytes), kinds, [.. sorted], last);
    }

    private sealed class Tally
    {
        public HashSet<string> Versions { get; } = new(StringComparer.Ordinal);

        public long SizeBytes { get; private set; }

        public void Add(Artefact artefact, long sizeBytes)
        {
            SizeBytes += sizeBytes;
            if (artefact.IsImmutable)
            {
                Versions.Add(artefact.Version);
            }
        }
    }
}

/// <summary>Numbers of one kind of artefact.</summary>
/// <param name="Count">How many.</param>
/// <param name="SizeBytes">Their bytes.</param>
public sealed record KindStatistics(int Count, long SizeBytes);

/// <summary>Numbers of one module.</summary>
/// <param name="Path">The module.</param>
/// <param name="Versions">How many versions anything is kept of.</param>
/// <param name="SizeBytes">Bytes of all of them, and of lists and queries.</param>
public sealed record ModuleStatistics(ModulePath Path, int Versions, long SizeBytes);
