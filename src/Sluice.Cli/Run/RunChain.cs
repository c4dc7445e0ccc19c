using System.Globalization;
using System.Text;
using Sluice.Cli.Run.Proxy;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Recording;
using Sluice.Fetch.Http;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Cli.Run;

/// <summary>
/// The child's GOPROXY and GOSUMDB: the same entries in the same order with the same separators, each http or https one replaced by a loopback address that leads to
/// it. So the go command's own rules for going on stay in force.
/// </summary>
internal sealed record RunChain
{
    private const string Ids = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The id of the checksum database in loopback addresses.</summary>
    public const char SumDbId = '_';

    /// <summary>GOPROXY for the child; null to leave it alone.</summary>
    public string? GoProxy { get; private init; }

    /// <summary>GOSUMDB for the child; null to leave it alone.</summary>
    public string? GoSumDb { get; private init; }

    /// <summary>What each id in a loopback address stands for.</summary>
    public required IReadOnlyDictionary<char, RunTarget> Targets { get; init; }

    /// <summary>What is reported.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>The checksum database's path below an entry, <c>sumdb/NAME/</c>; null where there is none.</summary>
    public string? SumDbPrefix { get; private init; }

    /// <summary>Makes them.</summary>
    /// <param name="go">What holds for the child without us.</param>
    /// <param name="netrc">Credentials by host, as the go command takes them; only for https.</param>
    /// <param name="loopback"><c>http://127.0.0.1:PORT/TOKEN/</c>.</param>
    public static RunChain Create(GoSettingsEvidence go, Netrc netrc, string loopback)
    {
        var notes = new List<string>();
        var targets = new Dictionary<char, RunTarget>();
        var text = go["GOPROXY"];
        var foreignAuth = go["GOAUTH"] is { Length: > 0 } auth && auth is not ("netrc" or "off");
        var proxy = foreignAuth ? null : Rewrite(text, targets, go["GOAUTH"] == "off" ? null : netrc, loopback);
        if (foreignAuth)
        {
            notes.Add($"module proxies: GOAUTH={Masking.Text(go["GOAUTH"])} gives the go command credentials that belong to their addresses");
        }

        AddNotes(notes, go, text);
        var chain = new RunChain
        {
            GoProxy = targets.Count == 0 ? null : proxy,
            Targets = targets,
            Settings = new RunSettings(
                Masking.Text(text),
                go.Settings.FirstOrDefault(setting => setting.Name == "GOPROXY")?.Origin.ToString() ?? "",
                Masking.Text(go["GOSUMDB"]),
                go["GONOPROXY"],
                notes),
        };
        return foreignAuth ? chain : chain.WithSumDb(go["GOSUMDB"], text, netrc, loopback, targets);
    }

    private static void AddNotes(List<string> notes, GoSettingsEvidence go, string proxy)
    {
        if (go["GONOPROXY"] is { Length: > 0 } patterns)
        {
            notes.Add($"modules of GONOPROXY={patterns}: they go to their origin past every proxy; version control programs are shown");
        }

        if (Entries(proxy).Any(entry => entry.Text == "direct"))
        {
            notes.Add("what \"direct\" fetches: pages and repositories are asked by the go command itself; version control programs are shown");
        }

        if (Entries(proxy).Any(entry => entry.Text.StartsWith("file:", StringComparison.Ordinal)))
        {
            notes.Add("what is read from file:// entries");
        }
    }

    /// <summary>Rewrites the text entry by entry. What cannot be read is left as it is: the go command shall complain about it itself.</summary>
    private static string Rewrite(string text, Dictionary<char, RunTarget> targets, Netrc? netrc, string loopback)
    {
        var entries = Entries(text).ToArray();
        var result = new StringBuilder();
        var isReached = true;
        for (var i = 0; i < entries.Length; i++)
        {
            var (entry, separator) = entries[i];
            var target = isReached && targets.Count < Ids.Length && GoProxyList.TryParse(entry, out var one, out _) && one.Entries[0].Url is { Scheme: "http" or "https" } url
                ? TargetOf(url, i, netrc)
                : null;
            isReached &= entry is not ("direct" or "off");
            if (target is null)
            {
                result.Append(entry).Append(separator);
                continue;
            }

            var id = Ids[targets.Count];
            var next = entries.Skip(i + 1).Select(other => other.Text).FirstOrDefault(other => other.Length > 0);
            targets.Add(id, target with { ContinuesOnAnyFault = separator == "|", IsBeforeDirect = next == "direct", IsLast = next is null or "direct" or "off" });
            result.Append(loopback).Append(id).Append(separator);
        }

        return result.ToString();
    }

    private RunChain WithSumDb(string text, string proxy, Netrc netrc, string loopback, Dictionary<char, RunTarget> targets)
    {
        if (!SumDbSetting.TryParse(text, out var setting, out _) || setting.IsOff)
        {
            return this;
        }

        var url = setting.Url ?? new Uri($"https://{setting.Name}");
        targets[SumDbId] = TargetOf(url, -1, netrc);
        var prefix = $"sumdb/{setting.Name}/";
        var isAsked = Entries(proxy).Any(entry => entry.Text.Length > 0 && entry.Text is not ("direct" or "off"));
        if (setting.Url is null && isAsked)
        {
            // The go command asks the entries first, whether they relay the database. Where the last one says no, we stand in for the database at that entry.
            return this with { SumDbPrefix = prefix };
        }

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var key = words[0] == "sum.golang.google.cn" ? "sum.golang.org" : words[0];
        return this with { SumDbPrefix = prefix, GoSumDb = $"{key} {loopback}{SumDbId}" };
    }

    private static RunTarget TargetOf(Uri url, int index, Netrc? netrc)
    {
        var bare = url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped).TrimEnd('/');
        if (url.UserInfo.Length == 0)
        {
            return new RunTarget(bare, index, url.Scheme == "https" ? netrc?.BasicOf(url.IdnHost) : null, bare);
        }

        // As url.URL.Redacted of Go.
        var parts = url.UserInfo.Split(':', 2);
        var (user, password) = (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        var shown = string.Create(CultureInfo.InvariantCulture, $"{url.Scheme}://{parts[0]}{(parts.Length > 1 ? ":xxxxx" : "")}@{bare.AsSpan(url.Scheme.Length + 3)}");
        return new RunTarget(bare, index, RunTarget.Basic(user, password), shown);
    }

    private static IEnumerable<(string Text, string Separator)> Entries(string text)
    {
        while (text.Length > 0)
        {
            var end = text.IndexOfAny([',', '|']);
            yield return end < 0 ? (text.Trim(), "") : (text[..end].Trim(), text[end].ToString());
            text = end < 0 ? "" : text[(end + 1)..];
        }
    }
}
