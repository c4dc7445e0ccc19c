using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Machine;

/// <summary>
/// This machine's clock is wrong: servers tell another time. Certificates that are out of date by our clock and not by theirs are a symptom of it. Without any server's time, all
/// hosts being out of date at once says the same, less surely.
/// </summary>
internal sealed class ClockRule : IRule
{
    /// <summary>Certificates are issued hours ahead; less than this hurts nobody.</summary>
    private const double SkewSeconds = 300;

    /// <summary>Different owners' certificates do not run out together.</summary>
    private const int SuspiciousHosts = 2;

    /// <inheritdoc/>
    public string Id => "clock";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        var samples = situation.Bundle.Clock.Value?.Samples ?? [];
        var expired = situation.At(Stage.Tls).Where(failing => failing.Endpoint.Tls is { Outcome: TlsOutcome.Completed } tls && IsOutdated(tls, situation.Bundle.CollectedAt)).ToList();
        if (samples.Count > 0)
        {
            return OfSamples(situation, samples, expired);
        }

        var completed = situation.Bundle.Tls.Select(probed => probed.Value?.Handshake).OfType<TlsHandshake>().Where(handshake => handshake.Outcome == TlsOutcome.Completed).ToList();
        var issuers = completed.Select(handshake => handshake.Chain.Count > 0 ? handshake.Chain[0].Sha256 : "").Distinct().Count();
        return issuers >= SuspiciousHosts && completed.TrueForAll(handshake => IsOutdated(handshake, situation.Bundle.CollectedAt))
            ? expired.Select(failing => Claims.Of(failing, FindingCodes.ClockSkew, Layer.Clock, [NowLine(situation), .. failing.Endpoint.Tls!.Chain.Take(1).Select(Show.Certificate)]) with { Confidence = Confidence.Likely })
            : [];
    }

    private static IEnumerable<Claim> OfSamples(Situation situation, IReadOnlyList<ClockSample> samples, List<FailingEndpoint> expired)
    {
        // Somebody on the way can make up a plain answer's date; an encrypted one counts more.
        var counted = samples.Any(sample => sample.IsEncrypted) ? samples.Where(sample => sample.IsEncrypted).ToList() : [.. samples];
        var offset = counted.OrderBy(sample => sample.OffsetSeconds).ElementAt(counted.Count / 2).OffsetSeconds;
        if (Math.Abs(offset) < SkewSeconds)
        {
            return [];
        }

        var honest = situation.Bundle.CollectedAt.AddSeconds(-offset);
        var breaks = expired.Where(failing => !IsOutdated(failing.Endpoint.Tls!, honest)).SelectMany(failing => failing.Needs).ToList();
        var lines = counted.Take(3).Select(sample => FormattableString.Invariant($"{sample.Source}: {sample.ServerTime:yyyy-MM-dd HH:mm:ss}Z; here: {sample.LocalTime.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z"));
        return [Claims.Of("clock", FindingCodes.ClockSkew, Layer.Clock, Severity.Warning, lines) with { Breaks = breaks }];
    }

    private static bool IsOutdated(TlsHandshake handshake, DateTimeOffset now) => handshake.Chain.Any(certificate => now < certificate.NotBefore || now > certificate.NotAfter);

    private static string NowLine(Situation situation) => FormattableString.Invariant($"here: {situation.Bundle.CollectedAt:yyyy-MM-dd HH:mm:ss}Z");
}
