using Sluice.Doctor.Rules.Facts;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Rules.Services;

/// <summary>Tells names of a company's own hosts from public ones, as far as the name and the settings tell.</summary>
internal static class InsideNames
{
    /// <summary>Endings that no public registry gives out (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal) and the usual made-up ones.</summary>
    private static readonly string[] Endings = [".internal", ".local", ".localhost", ".lan", ".intranet", ".corp", ".home", ".home.arpa", ".private", ".test", ".example", ".invalid"];

    private static readonly string[] PublicProxies = ["golang.org", "goproxy.cn", "goproxy.io", "aliyun.com", "google.cn"];

    /// <summary>Whether a host is inside: by its ending, or for sharing a domain with the company's module proxy or search list.</summary>
    public static bool IsInside(Situation situation, string host)
    {
        if (!host.Contains('.', StringComparison.Ordinal) || Array.Exists(Endings, ending => host.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        var own = situation.Chain.Entries.Where(entry => entry.Kind == GoProxyEntryKind.Url && !entry.Url!.IsFile).Select(entry => DomainOf(entry.Url!.Host)).Concat((situation.Resolvers?.Search ?? []).Select(DomainOf));
        return own.Contains(DomainOf(host), StringComparer.OrdinalIgnoreCase) && !PublicProxies.Contains(DomainOf(host));
    }

    /// <summary>The last two labels: <c>corp.example</c>.</summary>
    private static string DomainOf(string host) => string.Join('.', host.Split('.')[^Math.Min(2, host.Split('.').Length)..]);
}
