using Sluice.Core.Faults;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// Chooses what a chain says when no source had it (cmd/go/internal/modfetch, <c>TryProxies</c>). In order, the last of each class:
/// <list type="number">
/// <item>The fault of <c>direct</c>; but where it could not even ask where the module is, absence that a proxy proved stands, as for the go command, to
/// which a module without a known place does not exist.</item>
/// <item>A fault that proves nothing: denied, corrupt, unavailable.</item>
/// <item>Proven absence with a text of the upstream's.</item>
/// <item>Proven absence without one; <c>off</c> only where nobody was asked.</item>
/// </list>
/// </summary>
internal struct BestFault
{
    private Fault? _best;
    private int _rank;

    /// <summary>Takes the fault of the next source.</summary>
    public void Take(Fault fault, bool isDirect)
    {
        if (fault.Code == FaultCodes.DiscoveryFailed && _best is { IsAbsence: true })
        {
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
    public readonly Fault Choose() => _best ?? FaultCodes.Off.At();

    private static int RankOf(Fault fault, bool isDirect)
    {
        if (isDirect)
        {
            return 4;
        }

        if (!fault.IsAbsence)
        {
            return 3;
        }

        return fault.Code == FaultCodes.Off ? 0 : fault.UpstreamText is null ? 1 : 2;
    }
}
