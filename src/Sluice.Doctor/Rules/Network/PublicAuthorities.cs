namespace Sluice.Doctor.Rules.Network;

/// <summary>Public authorities whose servers' certificates are always issued by an intermediate one.</summary>
internal static class PublicAuthorities
{
    private static readonly string[] Organisations =
        ["O=Let's Encrypt", "O=DigiCert Inc", "O=Google Trust Services", "O=Sectigo Limited", "O=GlobalSign nv-sa", "O=Amazon", "O=\"GoDaddy.com, Inc.\"", "O=Entrust, Inc.", "O=ZeroSSL", "O=TrustAsia Technologies, Inc."];

    /// <summary>Whether such an authority issued it.</summary>
    public static bool Issues(string issuer) => Array.Exists(Organisations, organisation => issuer.Contains(organisation, StringComparison.Ordinal));
}
