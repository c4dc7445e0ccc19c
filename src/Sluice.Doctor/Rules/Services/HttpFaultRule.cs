using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Services;

/// <summary>The connection is sound, and no HTTP answer of use came over it: silence, a cut, a web page, a redirect that is not followed.</summary>
internal sealed class HttpFaultRule : IRule
{
    /// <inheritdoc/>
    public string Id => "http-fault";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var failing in situation.At(Stage.Http))
        {
            foreach (var need in failing.Needs.Where(need => need.Exchange is not null))
            {
                if (CodeOf(need, need.Exchange!) is { } code)
                {
                    var last = need.Exchange!.Last;
                    string[] lines = [Show.Exchange(need.Exchange), last.Header("Content-Type") is { } type ? $"Content-Type: {type}" : "", last.Content?.Title is { } title ? $"title: {title}" : "", need.FormProblem ?? ""];
                    yield return Claims.Of(need, code, Layer.Http, lines);
                }
            }
        }
    }

    private static FindingCode? CodeOf(Need need, HttpExchange exchange) => exchange.Outcome switch
    {
        HttpOutcome.ConnectionLost or HttpOutcome.CutShort => FindingCodes.TcpReset,
        HttpOutcome.NotHttp => FindingCodes.GoProxyMalformed,
        HttpOutcome.TooManyRedirects or HttpOutcome.InsecureRedirect or HttpOutcome.BadRedirect => FindingCodes.GoProxyBadRedirect,
        HttpOutcome.BadUrl => FindingCodes.GoProxyMisconfigured,
        HttpOutcome.TimedOut or HttpOutcome.BodyStalled => need.Kind == NeedKind.Repository ? FindingCodes.VcsUnreachable : FindingCodes.GoProxyTimeout,
        HttpOutcome.Answered => OfAnswer(need, exchange),
        _ => null,
    };

    private static FindingCode? OfAnswer(Need need, HttpExchange exchange)
    {
        var content = exchange.Last.Content;
        return exchange.Status == 407 ? FindingCodes.ProxyAuthRequired
            : exchange.Status == 429 ? FindingCodes.RateLimit
            : (exchange.Status == 200 && content is { Kind: ContentKind.Html } && need.Kind != NeedKind.Repository) || ServerWords.IsBlockPage(content) ? FindingCodes.ProxyBlocked
            : null;
    }
}
