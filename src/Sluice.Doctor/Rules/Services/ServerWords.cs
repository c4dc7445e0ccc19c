using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Rules.Services;

/// <summary>What the body of a refusal says of its reason. A git error there is the far side's, not ours.</summary>
internal static class ServerWords
{
    private static readonly string[] Private =
        ["could not read username", "terminal prompts disabled", "authentication failed", "invalid username or password", "invalid username or token", "http basic: access denied", "permission denied (publickey", "repository not found", "could not read password"];

    private static readonly string[] Unreachable =
        ["no such host", "could not resolve host", "connection refused", "i/o timeout", "dial tcp", "failed to connect to", "connection timed out", "network is unreachable", "tls handshake timeout", "connection reset by peer"];

    private static readonly string[] Late = ["fetch timed out", "context deadline exceeded", "gateway timeout", "timed out"];

    private static readonly string[] Blocked =
        ["web page blocked", "url blocked", "has been blocked", "blocked by", "web filter", "access to this site", "content filter", "captive portal", "禁止访问", "已被拦截", "上网认证", "访问被阻断"];

    /// <summary>The reason that a body names; null when it names none.</summary>
    public static FindingCode? ReasonOf(ContentFact? content)
    {
        var text = content is { Kind: ContentKind.Text or ContentKind.Json } ? content.Start : "";
        return Has(text, Private) ? FindingCodes.GoProxyPrivateModule
            : Has(text, Unreachable) ? FindingCodes.GoProxyUpstreamFailed
            : Has(text, Late) ? FindingCodes.GoProxyTimeout
            : null;
    }

    /// <summary>Whether a page says that somebody on the way blocks the site.</summary>
    public static bool IsBlockPage(ContentFact? content) => content is { Kind: ContentKind.Html } && (Has(content.Title ?? "", Blocked) || Has(content.Start, Blocked));

    private static bool Has(string text, string[] words) => Array.Exists(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
