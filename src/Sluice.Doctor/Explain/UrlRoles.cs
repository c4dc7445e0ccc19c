namespace Sluice.Doctor.Explain;

/// <summary>What a URL or a host is there for, by the protocols' own paths.</summary>
internal static class UrlRoles
{
    private static readonly ReadOnlyMemory<byte>[] PublicHosts = Names(
        "proxy.golang.org", "sum.golang.org", "sum.golang.google.cn", "goproxy.cn", "goproxy.io", "storage.googleapis.com", "github.com", "gitlab.com", "bitbucket.org", "golang.org", "go.dev", "gopkg.in",
        "go.googlesource.com", "google.golang.org", "mirrors.aliyun.com", "go.uber.org", "k8s.io", "gitee.com", "codeload.github.com", "raw.githubusercontent.com");

    private static ReadOnlyMemory<byte>[] Names(params string[] names) => [.. names.Select(name => (ReadOnlyMemory<byte>)System.Text.Encoding.ASCII.GetBytes(name))];

    /// <summary>The part of the grammar that a URL belongs to.</summary>
    public static Place Of(ReadOnlySpan<byte> url)
    {
        var host = HostOf(url);
        var toolchain = url.IndexOf("golang.org/toolchain/"u8) >= 0 ? Place.Toolchain : Place.None;
        if (IsChecksumHost(host) || url.IndexOf("/sumdb/"u8) >= 0 || (url.IndexOf("/lookup/"u8) >= 0 && url.IndexOf((byte)'@') > 0) || url.IndexOf("/tile/8/"u8) >= 0)
        {
            return Place.Checksum | toolchain;
        }

        if (url.IndexOf("go-get=1"u8) >= 0)
        {
            return Place.Discovery;
        }

        if (url.IndexOf("/@v/"u8) >= 0 || url.IndexOf("/@latest"u8) >= 0)
        {
            return Place.ModuleProxy | toolchain;
        }

        if (url.EndsWith(".git"u8) || url.IndexOf("/info/refs"u8) >= 0 || url.StartsWith("ssh:"u8) || url.StartsWith("git:"u8) || host.SequenceEqual("api.bitbucket.org"u8) || host.SequenceEqual("api.github.com"u8))
        {
            return Place.Repository;
        }

        return OfHost(host);
    }

    /// <summary>The same for a host alone.</summary>
    public static Place OfHost(ReadOnlySpan<byte> host)
    {
        if (IsChecksumHost(host))
        {
            return Place.Checksum;
        }

        return host.SequenceEqual("proxy.golang.org"u8) || host.StartsWith("goproxy."u8) ? Place.ModuleProxy : Place.None;
    }

    /// <summary>The host of a URL, without user and port.</summary>
    public static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> url)
    {
        var scheme = url.IndexOf("://"u8);
        var rest = scheme < 0 ? url : url[(scheme + 3)..];
        var slash = rest.IndexOfAny("/?#"u8);
        rest = slash < 0 ? rest : rest[..slash];
        rest = rest[(rest.LastIndexOf((byte)'@') + 1)..];
        return WithoutPort(rest);
    }

    /// <summary>The host of <c>host:port</c> or <c>[address]:port</c>.</summary>
    public static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> address)
    {
        if (!address.IsEmpty && address[0] == '[')
        {
            var end = address.IndexOf((byte)']');
            return end < 0 ? address : address[1..end];
        }

        var colon = address.IndexOf((byte)':');
        return colon < 0 ? address : address[..colon];
    }

    /// <summary>A host that everybody knows, so that its name and its addresses say something about the network.</summary>
    public static bool IsPublicHost(ReadOnlySpan<byte> host)
    {
        foreach (var known in PublicHosts)
        {
            if (host.SequenceEqual(known.Span))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the name is a well-known one with something behind it: <c>proxy.golang.org.corp.example</c>.</summary>
    public static bool HasSearchDomain(ReadOnlySpan<byte> host)
    {
        foreach (var known in PublicHosts)
        {
            if (host.Length > known.Length + 1 && host.StartsWith(known.Span) && host[known.Length] == '.' && host[^1] != '.')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Loopback, private, shared, unspecified, and the range that local proxies make addresses up in (198.18.0.0/15).</summary>
    public static bool IsInsideAddress(ReadOnlySpan<byte> address)
    {
        if (!System.Net.IPAddress.TryParse(Bytes.ToText(address[..Math.Min(address.Length, 45)]), out var ip))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        ip.TryWriteBytes(bytes, out var length);
        return length == 16
            ? System.Net.IPAddress.IsLoopback(ip) || ip.Equals(System.Net.IPAddress.IPv6Any) || (bytes[0] & 0xfe) == 0xfc
            : bytes[0] is 0 or 10 or 127 || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 198 && (bytes[1] & 0xfe) == 18) || (bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
    }

    private static bool IsChecksumHost(ReadOnlySpan<byte> host) => host.StartsWith("sum.golang."u8) || host.StartsWith("sumdb."u8) || host.StartsWith("sum."u8) || host.StartsWith("gosum."u8);
}
