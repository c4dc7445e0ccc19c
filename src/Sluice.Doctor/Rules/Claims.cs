using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules;

/// <summary>Makes claims.</summary>
internal static class Claims
{
    /// <summary>Most pieces of evidence that a claim keeps.</summary>
    private const int MaxEvidence = 12;

    /// <summary>A claim about a host that fails.</summary>
    public static Claim Of(FailingEndpoint failing, FindingCode code, Layer layer, params IEnumerable<string> evidence) => new(code, layer)
    {
        Subject = SubjectOf(failing.Needs[0]) with { Host = failing.Endpoint.Host },
        Breaks = failing.Needs,
        Evidence = Sightings(failing.Probe, evidence),
    };

    /// <summary>A claim about something that is needed.</summary>
    public static Claim Of(Need need, FindingCode code, Layer layer, params IEnumerable<string> evidence) => new(code, layer)
    {
        Subject = SubjectOf(need),
        Breaks = [need],
        Evidence = Sightings(need.Probe, evidence),
    };

    /// <summary>A claim about this machine, whatever fails because of it.</summary>
    public static Claim Of(string probe, FindingCode code, Layer layer, Severity standing, params IEnumerable<string> evidence) => new(code, layer)
    {
        Standing = standing,
        Evidence = Sightings(probe, evidence),
    };

    /// <summary>What a need is about.</summary>
    public static Subject SubjectOf(Need need) => new()
    {
        Module = need.Target.IsReference || need.Target.Module.Length == 0 ? null : need.Target.Module,
        Version = need.Target.IsReference || need.Target.Version.Length == 0 ? null : need.Target.Version,
        Host = HostOf(need),
        Url = need.Exchange?.Url,
    };

    private static string? HostOf(Need need)
    {
        var url = need.Exchange?.Last.Url ?? need.Proxy?.Entry ?? need.SumDb?.Route ?? need.Vcs?.Repository?.Url;
        return need.Endpoint?.Host ?? (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0 ? parsed.Host : null);
    }

    private static IReadOnlyList<Sighting> Sightings(string probe, IEnumerable<string> evidence) => [.. evidence.Where(text => text.Length > 0).Distinct().Take(MaxEvidence).Select(text => new Sighting(probe, text))];
}
