using System.Globalization;
using System.Net;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Names;

/// <summary>Reads resolv.conf(5), and what <c>scutil --dns</c> and <c>ipconfig /all</c> say on other systems.</summary>
internal static class ResolverSettings
{
    /// <summary>glibc and Go take three servers; further ones are kept, for the rules to say so.</summary>
    private const int MaxServers = 32;

    /// <summary>Reads a resolv.conf. Without a server both glibc and Go take 127.0.0.1; that is left to the rules.</summary>
    public static ResolverEvidence ParseResolvConf(FileFact file, string text)
    {
        var draft = new Draft();
        var lines = HostFiles.SplitLines(text);
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0][0] is '#' or ';')
            {
                continue;
            }

            switch (words[0])
            {
                case "nameserver" when words.Length > 1 && IsAddress(words[1]):
                    draft.AddServer(words[1], new ValueOrigin(OriginKind.File, file.Path, i + 1, "nameserver"), scope: null);
                    break;
                case "domain" or "search":
                    draft.Search = words[1..];
                    break;
                case "options":
                    draft.Options.AddRange(words[1..]);
                    break;
                case "sortlist":
                    break;
                default:
                    draft.Faults.Add(HostFiles.Fault(file.Path, i + 1, lines[i], words[0] == "nameserver" ? "no address" : "an unknown word"));
                    break;
            }
        }

        return draft.ToEvidence(file);
    }

    /// <summary>Reads <c>scutil --dns</c>: blocks <c>resolver #1</c> with <c>nameserver[0] : …</c>, <c>domain</c>, <c>search domain[0]</c>.</summary>
    public static ResolverEvidence ParseScutil(string text)
    {
        var draft = new Draft();
        string? scope = null;
        foreach (var line in HostFiles.SplitLines(text))
        {
            // What follows repeats the resolvers for single interfaces.
            if (line.StartsWith("DNS configuration (for scoped", StringComparison.Ordinal))
            {
                break;
            }

            var colon = line.IndexOf(':');
            var (key, value) = colon < 0 ? (line.Trim(), "") : (line[..colon].Trim(), line[(colon + 1)..].Trim());
            if (key.StartsWith("resolver #", StringComparison.Ordinal))
            {
                scope = null;
            }
            else if (key == "domain")
            {
                scope = value;
            }
            else if (key.StartsWith("search domain", StringComparison.Ordinal) && !draft.Search.Contains(value))
            {
                draft.Search = [.. draft.Search, value];
            }
            else if (key.StartsWith("nameserver", StringComparison.Ordinal) && IsAddress(value))
            {
                draft.AddServer(value, new ValueOrigin(OriginKind.System, Name: "scutil --dns"), scope);
            }
        }

        return draft.ToEvidence(file: null);
    }

    /// <summary>
    /// Reads <c>ipconfig /all</c>. Its words are translated on other language versions; servers are found by what does not change: a line <c>DNS … : address</c> (English,
    /// German, French, Chinese and others keep <c>DNS</c>) and the lines under it that hold an address alone.
    /// </summary>
    public static ResolverEvidence ParseIpconfig(string text)
    {
        var draft = new Draft();
        string? adapter = null;
        var isInList = false;
        foreach (var line in HostFiles.SplitLines(text))
        {
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]))
            {
                adapter = line.TrimEnd(':').Trim();
                isInList = false;
                continue;
            }

            var parts = line.Split(" : ", 2);
            var value = parts[^1].Trim();
            isInList = parts.Length == 2 ? parts[0].Contains("DNS", StringComparison.Ordinal) : isInList;
            if (isInList && IsAddress(value))
            {
                draft.AddServer(value, new ValueOrigin(OriginKind.System, Name: "ipconfig /all"), adapter);
            }
            else if (isInList && parts.Length == 2 && value.Contains('.') && !draft.Search.Contains(value))
            {
                draft.Search = [.. draft.Search, value];
            }
        }

        return draft.ToEvidence(file: null);
    }

    private static bool IsAddress(string text) => IPAddress.TryParse(text, out _);

    private sealed class Draft
    {
        private readonly List<NameServer> _servers = [];

        public List<string> Options { get; } = [];

        public List<FileFault> Faults { get; } = [];

        public string[] Search { get; set; } = [];

        public void AddServer(string address, ValueOrigin origin, string? scope)
        {
            if (_servers.Count < MaxServers && !_servers.Exists(known => known.Address == address && known.Scope == scope))
            {
                _servers.Add(new NameServer(address, origin, scope));
            }
        }

        public ResolverEvidence ToEvidence(FileFact? file) =>
            new(file, _servers, Search, Options, Number("ndots:", 1, 15), Number("timeout:", 5, 30), Number("attempts:", 2, 5), [], [], Faults);

        /// <summary>An option's number, cut to what glibc takes at most.</summary>
        private int Number(string name, int standard, int most)
        {
            var text = Options.FindLast(option => option.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, most) : standard;
        }
    }
}
