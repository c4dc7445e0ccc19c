using System.Net;
using System.Text.RegularExpressions;
using Sluice.Doctor.Evidence;
using Sluice.Modules.Paths;

namespace Sluice.Doctor.Redaction;

/// <summary>
/// The names of a bundle that are nobody else's business, and their pseudonyms: <c>user-1</c>, <c>host-1</c>, <c>addr-1</c>, <c>module-1</c>, numbered in the order of their first
/// occurrence in the evidence.
/// </summary>
internal sealed partial class PrivateNames
{
    /// <summary>Hosts that everybody knows: hiding them would only hide the cause.</summary>
    private static readonly string[] WellKnown =
    [
        "golang.org", "go.dev", "goproxy.cn", "goproxy.io", "google.cn", "googleapis.com", "aliyun.com", "github.com", "gitlab.com", "bitbucket.org", "gopkg.in", "rsc.io", "google.com",
        "root-servers.net", "localhost",
    ];

    private readonly Dictionary<string, string> _pseudonyms = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<string> _modules;
    private readonly string? _home;

    private PrivateNames(IReadOnlyList<(string Kind, string Name)> names, string? home)
    {
        foreach (var (kind, name) in names)
        {
            Add(kind, name);
        }

        // Long names first: "corp.example/m/v2" before "corp.example/m".
        _modules = [.. names.Where(name => name.Kind == "module").Select(name => name.Name).Distinct().OrderByDescending(name => name.Length)];
        _home = home;
    }

    /// <summary>Finds the names of a bundle: from its settings, from what it was asked, from what it probed.</summary>
    public static PrivateNames Of(EvidenceBundle bundle)
    {
        var names = new List<(string Kind, string Name)>();
        var settings = bundle.Settings.Value;
        var home = HomeOf(settings);
        if (home is not null)
        {
            names.Add(("user", Path.GetFileName(home)));
        }

        if (settings?.Surroundings.SudoUser is { } sudo)
        {
            names.Add(("user", sudo));
        }

        var privatePaths = PathPatterns.TryParse(settings?.Go["GONOPROXY"] ?? "", out var patterns, out _) ? patterns : PathPatterns.None;
        foreach (var module in bundle.Asked.Modules.Select(name => name.Split('@')[0]).Where(path => privatePaths.Matches(path)))
        {
            names.Add(("module", module));
        }

        names.AddRange(PatternHosts(settings).Concat(HostsOf(bundle)).Where(IsPrivateHost).Select(host => ("host", host)));
        return new PrivateNames([.. names.Where(name => name.Name.Length > 1)], home);
    }

    /// <summary>The text with pseudonyms for names.</summary>
    public string Replace(string text)
    {
        text = _home is null ? text : text.Replace(_home, "~", StringComparison.Ordinal);
        foreach (var module in _modules)
        {
            text = text.Replace(module, _pseudonyms[module], StringComparison.OrdinalIgnoreCase);
        }

        text = Word().Replace(text, match => ReplaceWord(match.Value));
        return Address().Replace(text, match => IPAddress.TryParse(match.Value, out var address) && IsPrivate(address) ? Add("addr", match.Value) : match.Value);
    }

    /// <summary>A word may be a name, or end in one after a dot: <c>www.corp.example</c>.</summary>
    private string ReplaceWord(string word)
    {
        var name = word.TrimEnd('.');
        for (var start = 0; start < name.Length; start = name.IndexOf('.', start) + 1)
        {
            if (_pseudonyms.TryGetValue(name[start..], out var pseudonym))
            {
                return string.Concat(word.AsSpan(0, start), pseudonym, word.AsSpan(name.Length));
            }

            if (name.IndexOf('.', start) < 0)
            {
                break;
            }
        }

        return word;
    }

    private string Add(string kind, string name)
    {
        if (!_pseudonyms.TryGetValue(name, out var pseudonym))
        {
            var number = _counts.GetValueOrDefault(kind) + 1;
            _counts[kind] = number;
            pseudonym = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}-{number}");
            _pseudonyms[name] = pseudonym;
        }

        return pseudonym;
    }

    private static string? HomeOf(SettingsEvidence? settings)
    {
        var path = settings?.Netrc.File.Path;
        return string.IsNullOrEmpty(path) ? null : Path.GetDirectoryName(path) is { Length: > 1 } home && home != "/root" ? home : null;
    }

    private static IEnumerable<string> PatternHosts(SettingsEvidence? settings) =>
        ((string[])["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"]).SelectMany(name => (settings?.Go[name] ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Select(pattern => pattern.Split('/')[0].TrimStart('*', '.')).Where(host => host.Contains('.', StringComparison.Ordinal));

    private static IEnumerable<string> HostsOf(EvidenceBundle bundle) =>
        bundle.Dns.Select(probed => probed.Subject)
            .Concat(bundle.Tcp.Concat<object>(bundle.Tls).Select(probed => probed is Probed<TcpEvidence> tcp ? tcp.Subject : ((Probed<TlsEvidence>)probed).Subject).Select(endpoint => endpoint.Split(':')[0]))
            .Concat(bundle.ForwardProxies.Select(probed => Uri.TryCreate(probed.Subject, UriKind.Absolute, out var url) ? url.Host : ""))
            .Concat(bundle.Resolvers.Value?.Search ?? [])
            .Concat(bundle.Settings.Value?.Netrc.Machines.Select(machine => machine.Host) ?? [])
            .Concat(bundle.Hosts.Value?.Entries.Where(entry => IPAddress.TryParse(entry.Address, out var address) && IsPrivate(address)).SelectMany(entry => entry.Names) ?? []);

    private static bool IsPrivateHost(string host) =>
        host.Length > 0 && !IPAddress.TryParse(host, out _) && !Array.Exists(WellKnown, known => host.Equals(known, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + known, StringComparison.OrdinalIgnoreCase));

    private static bool IsPrivate(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            return false;
        }

        var bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 100 && bytes[1] is >= 64 and < 128)
            : (bytes[0] & 0xFE) == 0xFC || address.IsIPv6LinkLocal;
    }

    [GeneratedRegex(@"[A-Za-z0-9_][A-Za-z0-9_.\-]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-fA-F]{1,4}:){2,7}[0-9a-fA-F:]*|[fF][cCdDeE][0-9a-fA-F]{2}::?[0-9a-fA-F:]*)(?![\w.])")]
    private static partial Regex Address();
}
