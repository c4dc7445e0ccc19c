using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Http;

namespace Sluice.Doctor.Probes.Machine;

/// <summary>
/// Compares the clock with the Date headers of servers. Where no encrypted exchange brought one, asks by plain HTTP: with a wrong clock no
/// certificate is valid, and https tells nothing.
/// </summary>
internal sealed class ClockProbe(HttpProber http)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);
    private const int MaxServers = 5;

    /// <summary>Collects it.</summary>
    /// <param name="servers">Addresses to ask, of any scheme.</param>
    /// <param name="exchanges">Exchanges that took place anyway.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ClockEvidence> CollectAsync(IReadOnlyList<Uri> servers, IEnumerable<HttpExchange> exchanges, CancellationToken cancellationToken)
    {
        var known = exchanges.ToList();
        var isKnown = known.SelectMany(exchange => exchange.Hops).Select(SampleOf).Any(sample => sample is { IsEncrypted: true });
        var own = await Task.WhenAll((isKnown ? [] : servers).Take(MaxServers).Select(url =>
            http.GetAsync(new HttpProbeRequest(url) { Limit = Limit, MaxBodyBytes = 1024, FollowsRedirects = false }, cancellationToken)));
        return new ClockEvidence([.. known.Concat(own.Select(result => result.Exchange)).SelectMany(exchange => exchange.Hops).Select(SampleOf).OfType<ClockSample>().DistinctBy(sample => (sample.Source, sample.IsEncrypted))]);
    }

    private static ClockSample? SampleOf(HttpHop hop)
    {
        // A cached answer carries the time when it was made.
        if (hop is not { ServerDate: { } server, ReceivedAt: { } received } || hop.Header("Age") is not null || !Uri.TryCreate(hop.Url, UriKind.Absolute, out var url))
        {
            return null;
        }

        var roundTrip = hop.Phases.FirstByteMs ?? 0;
        var local = received.AddMilliseconds(-roundTrip / 2);
        return new ClockSample(url.Host, url.Scheme == Uri.UriSchemeHttps, server, received, (local - server).TotalSeconds, roundTrip);
    }
}
