using System.Net;

namespace Sluice.Fetch.Http;

/// <summary>
/// A NO_PROXY value as Go reads it (golang.org/x/net/http/httpproxy): comma-separated <c>host</c> (and what is below it), <c>.suffix</c> and
/// <c>*.suffix</c> (only what is below), address, CIDR block, all but the block with an optional <c>:port</c>, or <c>*</c> for everything.
/// </summary>
internal sealed class NoProxyList
{
    private readonly List<Entry> _entries = [];

    public NoProxyList(string text)
    {
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(item.ToLowerInvariant()) is { } entry)
            {
                _entries.Add(entry);
            }
        }
    }

    /// <summary>Whether a server is reached without proxy.</summary>
    public bool Matches(string host, int port)
    {
        var name = host.Trim('[', ']').ToLowerInvariant();
        IPAddress.TryParse(name, out var address);
        return _entries.Exists(entry => entry.Matches(name, address, port));
    }

    private static Entry? Parse(string item)
    {
        if (item == "*")
        {
            return new Entry { Everything = true };
        }

        if (item.Contains('/') && IPNetwork.TryParse(item, out var block))
        {
            return new Entry { Block = block };
        }

        var (host, port) = SplitPort(item);
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return new Entry { Address = address, Port = port };
        }

        host = host.StartsWith("*.", StringComparison.Ordinal) ? host[1..] : host;
        return host.Length == 0 ? null : new Entry { Suffix = host[0] == '.' ? host : "." + host, Itself = host[0] != '.', Port = port };
    }

    private static (string Host, int? Port) SplitPort(string item)
    {
        var colon = item.LastIndexOf(':');
        var bracket = item.LastIndexOf(']');
        var isBareV6 = bracket < 0 && colon != item.IndexOf(':');
        return colon > bracket && !isBareV6 && int.TryParse(item.AsSpan(colon + 1), out var port) ? (item[..colon], port) : (item, null);
    }

    private sealed record Entry
    {
        public bool Everything { get; init; }

        public IPNetwork? Block { get; init; }

        public IPAddress? Address { get; init; }

        public string? Suffix { get; init; }

        public bool Itself { get; init; }

        public int? Port { get; init; }

        public bool Matches(string name, IPAddress? address, int port)
        {
            if (Everything || (Block is { } block && address is not null && block.Contains(address)))
            {
                return true;
            }

            var found = (Address is not null && Address.Equals(address))
                || (Suffix is not null && (name.EndsWith(Suffix, StringComparison.Ordinal) || (Itself && name.AsSpan().SequenceEqual(Suffix.AsSpan(1)))));
            return found && (Port is null || Port == port);
        }
    }
}
