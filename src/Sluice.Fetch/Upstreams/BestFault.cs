using Sluice.Core.Faults;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// Chooses what a chain says when no source had it (cmd/go/internal/modfetch, <c>TryProxies</c>). In order, the last of each class:
/// <list type="number">
/// <item>The fault of <c>direct</c>.</item>
/// <item>A fault that proves nothing: denied, corrupt, unavailable.</item>
/// <item>Proven absence with a text of the upstream's.</item>
/// <item>Proven absence without one; <c>off</c> only where nobody was asked.</item>
/// </list>
/// That <c>direct</c> is not built yet proves nothing about a module: it never replaces what others said, and stands as a note in the detail.
/// </summary>
internal struct BestFault
{
    private const string DirectNote = "direct is not built yet";
    private Fault? _best;
    private int _rank;
    private bool _directMissed;

    /// <summary>Takes the fault of the next source.</summary>
    public void Take(Fault fault, bool isDirect)
    {
        if (fault.Code == FaultCodes.DirectNotBuilt && _best is not null)
        {
            _directMissed = true;
            return;
        }

        var rank = RankOf(fault, isDirect);
        if (_best is null || rank >= _rank)
        {
            _best = fault;
            _rank = rank;
        }
    }

    /// <summary>The fault to answer with.</summary>
    public readonly Fault Choose()
    {
        if (_best is null)
        {
            return FaultCodes.Off.At();
        }

        return _directMissed ? _best with { Detail = _best.Detail is null ? DirectNote : $"{_best.Detail}; {DirectNote}" } : _best;
    }

    private static int RankOf(Fault fault, bool isDirect)
    {
        if (isDirect)
        {
            return fault.Code == FaultCodes.DirectNotBuilt ? 0 : 4;
        }

        if (!fault.IsAbsence)
        {
            return 3;
        }

        return fault.Code == FaultCodes.Off ? 0 : fault.UpstreamText is null ? 1 : 2;
    }
}
