using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Services;

/// <summary>
/// The module proxy answers, and not with the module. A not-found counts only where the go command ends with it: before another entry it is the protocol, and for a module of
/// our choice it is a sound answer.
/// </summary>
internal sealed class ProxyAnswerRule : IRule
{
    /// <summary>Toolchains are versions of this module (https://go.dev/doc/toolchain).</summary>
    private const string Toolchain = "golang.org/toolchain";

    /// <inheritdoc/>
    public string Id => "proxy-answer";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var need in situation.Hurting.Where(need => need is { Kind: NeedKind.ModuleProxy, Exchange.Outcome: HttpOutcome.Answered }))
        {
            if (CodeOf(need) is { } code)
            {
                var last = need.Exchange!.Last;
                string[] lines =
                [
                    Show.Exchange(need.Exchange),
                    last.SentCredentials is { } source ? $"credentials: {source}" : "",
                    last.Header("Retry-After") is { } after ? $"Retry-After: {after}" : "",
                    last.Content is { Kind: ContentKind.Text or ContentKind.Json } content ? $"server response: {Show.Start(content.Start)}" : "",
                    need.FormProblem ?? "",
                ];
                yield return Claims.Of(need, code, Layer.ModuleProxy, lines) with { IsPerSubject = true };
            }
        }
    }

    private static FindingCode? CodeOf(Need need)
    {
        var exchange = need.Exchange!;
        var reason = ServerWords.ReasonOf(exchange.Last.Content);
        return exchange.Status switch
        {
            401 => FindingCodes.GoProxyAuthRequired,
            404 or 410 when need.Target.Module == Toolchain => FindingCodes.ToolchainNotAvailable,
            404 => reason ?? FindingCodes.GoProxy404,
            410 => reason ?? FindingCodes.GoProxy410,
            407 or 429 => null,
            504 => FindingCodes.GoProxyTimeout,
            >= 500 => reason ?? FindingCodes.GoProxy5xx,
            >= 400 => reason ?? FindingCodes.GoProxy403,
            200 when exchange.Last.Content is not { Kind: ContentKind.Html } => FindingCodes.GoProxyMalformed,
            _ => null,
        };
    }
}
