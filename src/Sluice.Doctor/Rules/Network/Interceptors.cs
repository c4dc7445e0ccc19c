using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Rules.Network;

/// <summary>Products that open TLS on the way and show certificates of their own, by words of the issuer.</summary>
internal static class Interceptors
{
    private static readonly string[] Words =
    [
        "zscaler", "netskope", "umbrella", "fortinet", "fortigate", "palo alto", "checkpoint", "check point", "sophos", "blue coat", "bluecoat", "symantec web", "mcafee web", "forcepoint", "websense",
        "barracuda", "watchguard", "sangfor", "深信服", "topsec", "hillstone", "nsfocus", "kaspersky", "eset ssl", "avast", "bitdefender", "squid", "mitmproxy", "charles proxy", "fiddler", "burp", "portswigger",
        "proxyman", "whistle", "anyproxy", "untangle", "smoothwall", "iboss", "cloudflare gateway", "menlo",
    ];

    /// <summary>The product's word in an issuer of the chain; null when none is known.</summary>
    public static string? NameOf(TlsHandshake handshake) =>
        handshake.Chain.Select(certificate => Array.Find(Words, word => certificate.Issuer.Contains(word, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(word => word is not null);
}
