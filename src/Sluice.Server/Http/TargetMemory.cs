using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Sluice.Core.Faults;

namespace Sluice.Server.Http;

/// <summary>
/// Remembers what the targets of module requests mean: go commands ask for the same few thousand over and over, and reading one anew makes
/// five strings. Safe to call concurrently.
/// </summary>
internal sealed class TargetMemory(string basePath)
{
    /// <summary>Most targets remembered. When they are full all are forgotten: they are cheap to read again.</summary>
    private const int MaxTargets = 16_384;

    /// <summary>Longer targets are read each time.</summary>
    private const int MaxLength = 256;

    private readonly ConcurrentDictionary<string, RequestTarget> _targets = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Reads a target; see <see cref="RequestTarget.TryParse"/>.</summary>
    public bool TryGet(string rawTarget, [NotNullWhen(true)] out RequestTarget? target, [NotNullWhen(false)] out Fault? fault)
    {
        fault = null;
        if (_targets.TryGetValue(rawTarget, out target))
        {
            return true;
        }

        if (!RequestTarget.TryParse(rawTarget, basePath, out target, out fault))
        {
            return false;
        }

        if (target.Kind == TargetKind.Artefact && rawTarget.Length <= MaxLength)
        {
            Remember(rawTarget, target);
        }

        return true;
    }

    private void Remember(string rawTarget, in RequestTarget target)
    {
        if (Interlocked.Increment(ref _count) > MaxTargets)
        {
            _targets.Clear();
            Volatile.Write(ref _count, 0);
        }

        _targets.TryAdd(rawTarget, target);
    }
}
