using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>
/// A name that is needed stands in the hosts file and fails with the address given there. An entry that works is somebody's wish; one that name servers confirm is not the
/// cause.
/// </summary>
internal sealed class HostsFileRule : IRule
{
    /// <inheritdoc/>
    public string Id => "hosts-file";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var failing in situation.Failing.Where(failing => failing.Endpoint.Stage is Stage.Connect or Stage.Tls or Stage.Proxy))
        {
            var endpoint = failing.Endpoint;
            var name = endpoint.Via is { } via && Uri.TryCreate(via, UriKind.Absolute, out var proxy) ? (endpoint.Tunnel is null ? proxy.Host : "") : endpoint.Host;
            var entries = situation.Hosts?.Of(name).ToList() ?? [];
            if (entries.Count == 0)
            {
                continue;
            }

            var isNowhere = entries.All(entry => Addresses.IsNowhere(entry.Address));
            var known = NameFacts.AddressesOf(endpoint.Dns?.Queries ?? []).ToList();
            if (!isNowhere && Addresses.Overlap(entries.Select(entry => entry.Address), known))
            {
                continue;
            }

            var file = situation.Hosts!.File.Path;
            var lines = entries.Select(entry => FormattableString.Invariant($"{file}:{entry.Line}: {entry.Address} {string.Join(' ', entry.Names)}"));
            var claim = Claims.Of(failing, isNowhere ? FindingCodes.HostsBlocked : FindingCodes.HostsOverride, Layer.HostsFile, [.. lines, .. Contrast(endpoint)]);
            yield return claim with
            {
                Subject = claim.Subject with { Host = name },
                Confidence = isNowhere || known.Count > 0 ? Confidence.Proven : Confidence.Likely,
                Fixes = [RemovalOf(name)],
            };
        }
    }

    private static IEnumerable<string> Contrast(Endpoint endpoint) =>
        (endpoint.Dns?.Queries ?? []).Where(query => query.Outcome == DnsOutcome.Answered && query.Type == "A").Take(2).Select(query => Show.Query(endpoint.Host, query))
            .Concat(endpoint.Attempts.Take(2).Select(attempt => Show.Attempt(attempt, endpoint.Port)));

    private static Fix RemovalOf(string name) => new Fix.RemoveHostsEntries(
        name, new BilingualText($"Take {name} out of the hosts file, so that name servers are asked again.", $"从 hosts 文件中删除 {name}，恢复由 DNS 解析。"));
}
