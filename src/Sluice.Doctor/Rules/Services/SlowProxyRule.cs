using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Services;

/// <summary>The entry of GOPROXY that gives the module is slow: few bytes a second, or long silence before the first. Worth telling, no more.</summary>
internal sealed class SlowProxyRule : IRule
{
    /// <summary>Below this a module of 10 MiB takes minutes.</summary>
    private const double SlowBytesPerSecond = 64 * 1024;

    /// <summary>A build asks hundreds of questions.</summary>
    private const double SlowFirstByteMs = 3000;

    /// <inheritdoc/>
    public string Id => "slow-proxy";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var need in situation.Needs.Where(need => need is { Kind: NeedKind.ModuleProxy, State: NeedState.Works, Proxy: not null }))
        {
            var speed = need.Proxy!.TransferBytesPerSecond ?? SpeedOf(need.Proxy);
            var waits = need.Proxy.Steps.Select(step => step.Exchange).OfType<HttpExchange>().SelectMany(exchange => exchange.Hops).Where(hop => hop.Phases.FirstByteMs > SlowFirstByteMs).Take(3).ToList();
            if (speed >= SlowBytesPerSecond && waits.Count == 0 || speed is null && waits.Count == 0)
            {
                continue;
            }

            string[] lines = [speed is { } rate ? $"{Show.Size(rate)}/s" : "", .. waits.Select(hop => $"GET {hop.Url}: {Show.Time(hop.Phases.FirstByteMs!.Value)} to the first byte")];
            yield return Claims.Of(need, FindingCodes.GoProxySlow, Layer.ModuleProxy, lines) with { Standing = Severity.Warning, Breaks = [] };
        }
    }

    /// <summary>Of a body that was not through when our time was.</summary>
    private static double? SpeedOf(GoProxyEvidence proxy) =>
        proxy[ProxyStep.Zip] is { Outcome: HttpOutcome.BodyStalled, Last: { Content.ReadBytes: > 0 and var bytes, Phases.TransferMs: > 0 and var took } } ? bytes / (took / 1000) : null;
}
