using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Services;

/// <summary>
/// The checksum database by the route that the go command takes. 404 and 410 for <c>supported</c> are the protocol and send it to the database itself; any other refusal
/// there ends the command. A database that cannot be reached directly is no finding where a proxy relays it.
/// </summary>
internal sealed class SumDbAnswerRule : IRule
{
    /// <inheritdoc/>
    public string Id => "sumdb-answer";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var need in situation.Hurting.Where(need => need.Kind == NeedKind.ChecksumDatabase))
        {
            var exchange = need.Exchange;
            string[] lines =
            [
                exchange is null ? "" : Show.Exchange(exchange),
                exchange?.Last.Content is { Kind: ContentKind.Text or ContentKind.Json } content ? $"server response: {Show.Start(content.Start)}" : "",
                need.FormProblem ?? "",
                need.SumDb?.IsSigned == Tri.No ? $"signature: {need.SumDb.SignatureProblem}" : "",
            ];
            yield return Claims.Of(need, CodeOf(situation, need), Layer.ChecksumDatabase, lines) with { Detail = DetailOf(need) };
        }
    }

    private static FindingCode CodeOf(Situation situation, Need need)
    {
        if (need.SumDb?.IsSigned == Tri.No)
        {
            return FindingCodes.SumDbMismatch;
        }

        var status = need.Exchange is { Outcome: HttpOutcome.Answered } answered ? answered.Status : null;
        return (need.Step, status) switch
        {
            (ProxyStep.SumDbSupported, { } other) when other != 200 => FindingCodes.SumDbNotRelayed,
            (ProxyStep.SumDbLookup, 404 or 410) => IsPrivate(situation, need) ? FindingCodes.SumDbNotFoundPrivate : FindingCodes.SumDbNotFound,
            _ => FindingCodes.SumDbUnreachable,
        };
    }

    /// <summary>Whether the module shows signs of not being public: words of the database, a proxy that may not read it either, an inside host.</summary>
    private static bool IsPrivate(Situation situation, Need need)
    {
        if (ServerWords.ReasonOf(need.Exchange?.Last.Content) is not null)
        {
            return true;
        }

        var vcs = situation.Bundle.Vcs.Select(probed => probed.Value).FirstOrDefault(value => value?.Module == need.Target.Module);
        var host = need.Target.Module.Split('/')[0];
        var addresses = situation.Bundle.Dns.Select(probed => probed.Value).FirstOrDefault(value => value?.Name == host)?.System.Addresses ?? [];
        return InsideNames.IsInside(situation, host) || vcs is { IsPrivate: true } || vcs?.Credentials.Any(source => source.Host == host) == true || (addresses.Count > 0 && addresses.All(Addresses.IsPrivate));
    }

    private static FindingCode? DetailOf(Need need) => need.Exchange switch
    {
        { Outcome: HttpOutcome.TimedOut } or { Outcome: HttpOutcome.Answered, Status: 504 } => FindingCodes.GoProxyTimeout,
        { Outcome: HttpOutcome.Answered, Status: >= 500 } => FindingCodes.GoProxy5xx,
        { Outcome: HttpOutcome.Answered, Status: 403 } => FindingCodes.GoProxy403,
        _ => null,
    };
}
