using Sluice.Core.Faults;

namespace Sluice.Server.Health;

/// <summary>Whether the gateway may be given traffic: it has started, it is not stopping, and its store works.</summary>
internal sealed class Readiness(Func<Fault?> checkStore)
{
    private volatile bool _stopping;

    /// <summary>From now on a balancer should send requests elsewhere; those under way go on.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Null when ready, else why not.</summary>
    public Fault? Check() => _stopping ? FaultCodes.Stopping.At() : checkStore();
}
