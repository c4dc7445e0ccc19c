using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Probes.Settings;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Environments;

/// <summary>What one entry of GOPROXY said to one question.</summary>
/// <param name="Entry">The entry without credentials.</param>
/// <param name="Answers">Whether it gave an answer of a module proxy; not checked for <c>direct</c> and <c>off</c>.</param>
/// <param name="Status">The HTTP status; null without one.</param>
/// <param name="TookMs">How long it took.</param>
/// <param name="Problem">Why it did not answer; null when it did.</param>
public sealed record ChainStep(string Entry, Tri Answers, int? Status, double TookMs, BilingualText? Problem);

/// <summary>Asks every entry of GOPROXY one small question: does the chain work from here?</summary>
public static class ChainCheck
{
    /// <summary>Small, public, never to change; the one that Go's own tutorials use.</summary>
    private const string Question = "rsc.io/quote/@v/v1.5.2.info";

    /// <summary>Asks.</summary>
    /// <returns>One step for each entry; one with the whole value as its entry when that is no list.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<IReadOnlyList<ChainStep>> RunAsync(DoctorHost host, CancellationToken cancellationToken)
    {
        var setting = GoSettingsReader.Read(host)["GOPROXY"];
        if (!GoProxyList.TryParse(setting, out var list, out var error))
        {
            return [new ChainStep(Secrets.Mask(setting), Tri.No, null, 0, new BilingualText(error, error))];
        }

        var http = ProbeTools.Http(host);
        return await Task.WhenAll(list.Entries.Select(entry => AskAsync(http, entry, cancellationToken)));
    }

    private static async Task<ChainStep> AskAsync(HttpProber http, GoProxyEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Url is null)
        {
            return new ChainStep(entry.Name, Tri.NotChecked, null, 0, null);
        }

        if (entry.Url.IsFile)
        {
            return Directory.Exists(entry.Url.LocalPath)
                ? new ChainStep(entry.Name, Tri.Yes, null, 0, null)
                : new ChainStep(entry.Name, Tri.No, null, 0, new BilingualText("there is no such folder", "没有该目录"));
        }

        var result = await http.GetAsync(new HttpProbeRequest(new Uri($"{entry.Url.AbsoluteUri.TrimEnd('/')}/{Question}")), cancellationToken);
        var exchange = result.Exchange;
        var answers = exchange.Outcome == HttpOutcome.Answered && exchange.Last.Content?.Kind != ContentKind.Html && exchange.Status is 200 or 404 or 410 or 403;
        return new ChainStep(entry.Name, answers ? Tri.Yes : Tri.No, exchange.Status, exchange.TotalMs, answers ? null : ExchangeTexts.Describe(exchange));
    }
}
