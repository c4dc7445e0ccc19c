using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Explain;

/// <summary>
/// Turns the cause that words name into the finding that they are, by where they stand. The rules of reading:
/// <list type="number">
/// <item>In a server's answer the far side speaks: its git without credentials is a private module, its network trouble an upstream that failed.</item>
/// <item>Whatever fails on the way to the checksum database makes it unreachable; the reason becomes a detail.</item>
/// <item>Whatever fails on the way to the forward proxy is the forward proxy.</item>
/// <item>A version control program that cannot connect cannot reach its server, whatever the reason.</item>
/// </list>
/// </summary>
internal static class FarSide
{
    /// <summary>The finding, and the cause that became a detail. Null when the words do not count there.</summary>
    public static (FindingCode Code, FindingCode Detail)? Of(FindingCode cause, Place places, Place answered)
    {
        if (places.HasFlag(Place.Remote) && IsNetwork(cause))
        {
            return null;
        }

        if (places.HasFlag(Place.HttpAnswer) && (cause.Family == "module" || cause == FindingCodes.VcsUnknownRevision))
        {
            return null;
        }

        if ((places & (Place.Answer | Place.HttpAnswer)) != 0)
        {
            return InAnswer(cause, answered);
        }

        if (places.HasFlag(Place.Checksum) && (IsNetwork(cause) || cause.Family is "proxy" or "goproxy"))
        {
            return (FindingCodes.SumDbUnreachable, cause);
        }

        if (places.HasFlag(Place.ForwardProxy) && IsNetwork(cause))
        {
            return (FindingCodes.ProxyConnectRefused, cause);
        }

        if (places.HasFlag(Place.Vcs) && (cause.Family is "tcp" or "http2" || cause == FindingCodes.TlsHandshakeTimeout))
        {
            return (FindingCodes.VcsUnreachable, cause);
        }

        return (cause, default);
    }

    private static (FindingCode Code, FindingCode Detail)? InAnswer(FindingCode cause, Place answered)
    {
        if (answered.HasFlag(Place.Discovery))
        {
            return null;
        }

        var isPrivate = cause == FindingCodes.VcsAuthPrompt || cause == FindingCodes.VcsRepoNotFound || cause == FindingCodes.VcsSshKey;
        if (answered.HasFlag(Place.Checksum) && (isPrivate || cause == FindingCodes.DnsNxdomain))
        {
            return (FindingCodes.SumDbNotFoundPrivate, cause);
        }

        if (isPrivate)
        {
            return (FindingCodes.GoProxyPrivateModule, cause);
        }

        if (IsNetwork(cause) || cause == FindingCodes.VcsUnreachable || cause == FindingCodes.VcsHostKey || cause == FindingCodes.VcsMissingBinary || cause == FindingCodes.ProxyConnectRefused)
        {
            return (FindingCodes.GoProxyUpstreamFailed, cause);
        }

        return cause == FindingCodes.DiskFull || cause == FindingCodes.CachePermission ? (FindingCodes.GoProxyInternal, cause) : (cause, default);
    }

    /// <summary>Something between two hosts, not something that one of them says.</summary>
    public static bool IsNetwork(FindingCode code) => code.Family is "dns" or "tcp" or "http2" or "tls";
}
