using System.Collections.Concurrent;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Running;

/// <summary>The evidence of one family, by subject. Safe to use concurrently.</summary>
internal sealed class Shelf<T>
    where T : class
{
    private readonly ConcurrentDictionary<string, Probed<T>> _probed = new(StringComparer.Ordinal);

    /// <summary>The evidence of a subject; null while there is none.</summary>
    public T? Find(string subject = "") => _probed.GetValueOrDefault(subject)?.Value;

    /// <summary>All evidence there is.</summary>
    public IEnumerable<T> Values => _probed.Values.Select(probed => probed.Value).OfType<T>();

    /// <summary>Puts evidence, and returns why there is none.</summary>
    public NotChecked? Put(Probed<T> probed)
    {
        _probed[probed.Subject] = probed;
        return probed.NotChecked;
    }

    /// <summary>Puts evidence.</summary>
    public NotChecked? Put(string subject, T value) => Put(Probed<T>.Of(value, subject));

    /// <summary>The only subject's evidence, or why there is none.</summary>
    public Probed<T> Single(IReadOnlyDictionary<string, NotChecked> gaps, ProbeKind kind) => Take("", gaps, kind);

    /// <summary>All subjects of a plan in its order.</summary>
    public IReadOnlyList<Probed<T>> List(IEnumerable<PlannedProbe> plan, IReadOnlyDictionary<string, NotChecked> gaps, ProbeKind kind) =>
        [.. plan.Where(probe => probe.Kind == kind).Select(probe => Take(probe.Subject, gaps, kind))];

    private Probed<T> Take(string subject, IReadOnlyDictionary<string, NotChecked> gaps, ProbeKind kind)
    {
        var why = gaps.GetValueOrDefault(PlannedProbe.IdOf(kind, subject));
        return why is null && _probed.TryGetValue(subject, out var probed)
            ? probed
            : Probed<T>.Not(why ?? new NotChecked(NotCheckedReason.NotAsked, "it was not in the plan"), subject);
    }
}
