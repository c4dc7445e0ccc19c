using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>
/// A host is asked directly and fails, though there is a forward proxy: NO_PROXY keeps the host from it, or the proxy is set for http alone. Where the direct way works, being
/// exempt is right.
/// </summary>
internal sealed class MissingProxyRule : IRule
{
    /// <inheritdoc/>
    public string Id => "missing-proxy";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Settings is not { ProxyVariables: { Count: > 0 } variables })
        {
            yield break;
        }

        foreach (var failing in situation.Failing.Where(failing => failing.Endpoint is { Via: null, Stage: Stage.Name or Stage.Connect or Stage.Tls }))
        {
            var lines = variables.Select(SettingLines.Of);
            var sound = situation.Bundle.ForwardProxies.Select(probed => probed.Value).Where(proxy => proxy is { IsObeyedByGo: true } && proxy.Connections.Any(attempt => attempt.Outcome == ConnectOutcome.Connected)).ToList();
            var exempting = sound.Find(proxy => proxy!.Exempt.Contains(failing.Endpoint.Host, StringComparer.OrdinalIgnoreCase));
            if (exempting is not null && IsUnreached(failing))
            {
                var works = exempting.Tunnels.Any(tunnel => tunnel.Outcome == TunnelOutcome.Open);
                yield return Claims.Of(failing, FindingCodes.EnvNoProxy, Layer.Settings, [.. lines, $"{failing.Endpoint.Host}: direct"]) with { Confidence = works ? Confidence.Proven : Confidence.Likely };
            }
            else if (exempting is null && IsSet(variables, "HTTP_PROXY") && !IsSet(variables, "HTTPS_PROXY") && IsUnreached(failing))
            {
                yield return Claims.Of(failing, FindingCodes.EnvHttpsProxyMissing, Layer.Settings, [.. lines, "HTTPS_PROXY is not set"]) with { Confidence = Confidence.Likely };
            }
        }
    }

    private static bool IsUnreached(FailingEndpoint failing) => failing.Endpoint.Stage is Stage.Name or Stage.Connect || failing.Endpoint.Tls?.Outcome is TlsOutcome.Stalled or TlsOutcome.Reset;

    private static bool IsSet(IReadOnlyList<SettingValue> variables, string name) => variables.Any(variable => variable.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && variable.Value.Length > 0);
}
