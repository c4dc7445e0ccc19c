using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.GoEnvironment;

/// <summary>
/// A GOPROXY setting: sources in order, each with what makes the next one be asked (https://go.dev/ref/mod#environment-variables,
/// cmd/go/internal/modfetch, <c>proxyList</c>).
/// </summary>
public sealed class GoProxyList
{
    /// <summary>Most sources in a list; more is a mistake, not a need.</summary>
    public const int MaxEntries = 32;

    private GoProxyList(string text, IReadOnlyList<GoProxyEntry> entries)
    {
        Text = text;
        Entries = entries;
    }

    /// <summary>The setting as it was written. It may hold credentials: print <see cref="ToString"/> instead.</summary>
    public string Text { get; }

    /// <summary>The sources, in order; at least one. Nothing follows <c>off</c> or <c>direct</c>: the go command never gets beyond them.</summary>
    public IReadOnlyList<GoProxyEntry> Entries { get; }

    /// <summary>Parses a list. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out GoProxyList? list, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        list = null;
        var entries = new List<GoProxyEntry>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny(',', '|');
            var item = (end < 0 ? rest : rest[..end]).Trim();
            var onAnyFault = end >= 0 && rest[end] == '|';
            rest = end < 0 ? default : rest[(end + 1)..];
            if (item.IsEmpty)
            {
                continue;
            }

            if (!TryParseEntry(item.ToString(), onAnyFault, out var entry, out error))
            {
                return false;
            }

            entries.Add(entry);
            if (entry.Kind != GoProxyEntryKind.Url)
            {
                break;
            }
        }

        error = entries.Count switch
        {
            0 => "the list contains no entries",
            > MaxEntries => $"the list contains more than {MaxEntries} entries",
            _ => null,
        };
        list = error is null ? new GoProxyList(text, entries) : null;
        return list is not null;
    }

    /// <summary>The setting with credentials masked.</summary>
    public override string ToString() =>
        string.Concat(Entries.Select((entry, i) => entry + (i == Entries.Count - 1 ? "" : entry.ContinuesOnAnyFault ? "|" : ",")));

    private static bool TryParseEntry(string item, bool onAnyFault, [NotNullWhen(true)] out GoProxyEntry? entry, [NotNullWhen(false)] out string? error)
    {
        entry = null;
        error = null;
        if (item is "off" or "direct")
        {
            entry = new GoProxyEntry(item == "off" ? GoProxyEntryKind.Off : GoProxyEntryKind.Direct, null, onAnyFault);
            return true;
        }

        // As in cmd/go: a bare word is reserved, a path is none, and what lacks a scheme is https.
        var hasScheme = item.Contains(":/", StringComparison.Ordinal);
        var text = hasScheme || item[0] == '/' || item.AsSpan().IndexOfAny('.', ':', '/') < 0 ? item : "https://" + item;
        if (!text.Contains(":/", StringComparison.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http" or "file"))
        {
            error = $"invalid proxy URL \"{Mask(item)}\": want https, http or file";
            return false;
        }

        if (url.Scheme == "file" ? url.Host.Length > 0 || url.UserInfo.Length > 0 : url.Host.Length == 0 || !text.Contains("://", StringComparison.Ordinal))
        {
            error = $"invalid proxy URL \"{Mask(item)}\": {(url.Scheme == "file" ? "file takes an absolute path and no host" : "no host")}";
            return false;
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            error = $"invalid proxy URL \"{Mask(item)}\": a query or a fragment makes no sense here";
            return false;
        }

        entry = new GoProxyEntry(GoProxyEntryKind.Url, url, onAnyFault);
        return true;
    }

    private static string Mask(string item)
    {
        var at = item.LastIndexOf('@');
        return at < 0 ? item : "***" + item[at..];
    }
}

/// <summary>What an entry of a GOPROXY list is.</summary>
public enum GoProxyEntryKind
{
    /// <summary>A module proxy or a file tree.</summary>
    Url,

    /// <summary>The origin: version control.</summary>
    Direct,

    /// <summary>No further source.</summary>
    Off,
}

/// <summary>One entry of a GOPROXY list.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Url">Its base URL, https, http or file; null unless <paramref name="Kind"/> is <see cref="GoProxyEntryKind.Url"/>. May hold user info.</param>
/// <param name="ContinuesOnAnyFault">True before <c>|</c>: any failure makes the next entry be asked. False before <c>,</c>: only proven absence does.</param>
public sealed record GoProxyEntry(GoProxyEntryKind Kind, Uri? Url, bool ContinuesOnAnyFault)
{
    /// <summary>The entry without user info: <c>https://proxy.golang.org</c>, <c>direct</c>, <c>off</c>.</summary>
    public string Name
    {
        get
        {
            if (Url is null)
            {
                return Kind.ToString().ToLowerInvariant();
            }

            var text = Url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped).TrimEnd('/');
            return text.EndsWith(':') ? text + "///" : text;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Url is { UserInfo.Length: > 0 } ? $"{Url.Scheme}://***@{Name.AsSpan(Url.Scheme.Length + "://".Length)}" : Name;
}
