using System.Collections.Concurrent;
using Sluice.Core.Ports;

namespace Sluice.Fetch.Vcs;

/// <summary>
/// Remembers for a short while where versions were found: a go command asks for <c>.info</c>, <c>.mod</c> and <c>.zip</c> of one version one after
/// another, and validating a pseudo-version takes history. Bounded; safe to call concurrently.
/// </summary>
internal sealed class FoundVersions(TimeProvider time)
{
    /// <summary>How long. A tag may move; the store keeps what was once given out.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>Most versions remembered; beyond it all are forgotten. Each holds a go.mod, a few KiB as a rule.</summary>
    private const int MaxCount = 2000;

    private readonly ConcurrentDictionary<(string Path, string Version), (FoundVersion Found, long Until)> _known = new();

    /// <summary>What is remembered of an artefact's version; null for nothing.</summary>
    public FoundVersion? Find(Artefact artefact) =>
        _known.TryGetValue((artefact.Path.Value, artefact.Version), out var entry) && entry.Until > time.GetTimestamp() ? entry.Found : null;

    /// <summary>Remembers.</summary>
    public void Add(FoundVersion found)
    {
        if (_known.Count >= MaxCount)
        {
            _known.Clear();
        }

        _known[(found.Path.Value, found.Version.Value)] = (found, time.GetTimestamp() + (long)(Lifetime.TotalSeconds * time.TimestampFrequency));
    }
}
