using System.Globalization;
using Sluice.Core.Faults;

namespace Sluice.Fetch.Upstreams;

/// <summary>A limit on a fetch as a whole: however many sources are asked, and however slowly bytes drip, it ends.</summary>
/// <param name="Limit">Longest time.</param>
/// <param name="Time">Measures it.</param>
internal sealed record Deadline(TimeSpan Limit, TimeProvider Time)
{
    /// <summary>Asks; answers <see cref="FaultCodes.UpstreamTimeout"/> when the time is over.</summary>
    public async ValueTask<Outcome<T>> HoldAsync<T>(
        string source, Func<CancellationToken, ValueTask<Outcome<T>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = new CancellationTokenSource(Limit, Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ask(linked.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"the whole fetch took longer than {Limit.TotalSeconds:0.###} s");
            return FaultCodes.UpstreamTimeout.At(source, detail);
        }
    }
}
