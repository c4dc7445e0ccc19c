using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Remembers proven absence for a short while: 44 % of a go command's requests are misses (for <c>golang.org/x/text</c> it asks for
/// <c>golang.org</c> and <c>golang.org/x</c> too), and they must be as cheap as hits. Outages never come here.
/// </summary>
internal sealed class AbsenceMemory(TimeProvider time)
{
    /// <summary>Most absences remembered; a scanner that asks for made-up names cannot fill the memory.</summary>
    public const int MaxEntries = 50_000;

    private readonly ConcurrentDictionary<Artefact, Absence> _absences = new();
    private int _count;

    public bool TryGet(Artefact artefact, [NotNullWhen(true)] out Fault? fault)
    {
        fault = null;
        if (!_absences.TryGetValue(artefact, out var absence))
        {
            return false;
        }

        if (time.GetTimestamp() >= absence.Until)
        {
            Remove(artefact);
            return false;
        }

        fault = absence.Fault;
        return true;
    }

    public void Set(Artefact artefact, Fault fault, TimeSpan ttl)
    {
        if (ttl <= TimeSpan.Zero)
        {
            return;
        }

        if (Volatile.Read(ref _count) >= MaxEntries)
        {
            Clear();
        }

        var absence = new Absence(fault, time.GetTimestamp() + (long)(ttl.TotalSeconds * time.TimestampFrequency));
        if (_absences.TryAdd(artefact, absence))
        {
            Interlocked.Increment(ref _count);
            return;
        }

        _absences[artefact] = absence;
    }

    public void Remove(Artefact artefact)
    {
        if (_absences.TryRemove(artefact, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Expired entries go; when that is not enough, all: they cost one upstream request each to learn again.</summary>
    private void Clear()
    {
        var now = time.GetTimestamp();
        foreach (var (artefact, absence) in _absences)
        {
            if (now >= absence.Until)
            {
                Remove(artefact);
            }
        }

        if (Volatile.Read(ref _count) < MaxEntries / 2)
        {
            return;
        }

        foreach (var (artefact, _) in _absences)
        {
            Remove(artefact);
        }
    }

    private sealed record Absence(Fault Fault, long Until);
}
