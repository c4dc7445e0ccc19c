namespace Sluice.Lab.Worlds;

/// <summary>What a machine needs for the lab.</summary>
internal static class Requirements
{
    private static readonly (string Program, string Package)[] Programs =
    [
        ("ip", "iproute2"), ("iptables", "iptables"), ("go", "golang-go"), ("git", "git"), ("dnsmasq", "dnsmasq-base"), ("named", "bind9"), ("dig", "bind9-dnsutils"),
        ("dnsdist", "dnsdist"), ("unbound", "unbound"), ("squid", "squid-openssl"), ("tinyproxy", "tinyproxy"), ("mitmdump", "mitmproxy"), ("htpasswd", "apache2-utils"),
        ("nginx", "nginx"), ("fcgiwrap", "fcgiwrap"), ("sshd", "openssh-server"), ("ssh", "openssh-client"), ("socat", "socat"), ("flock", "util-linux"),
    ];

    /// <summary>What is missing, one line; null when the lab can run.</summary>
    public static string? Missing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "the lab needs Linux: network namespaces";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "the lab needs root: network namespaces";
        }

        var missing = Programs.Where(one => Tool.Find(one.Program) is null).ToList();
        return missing.Count == 0 ? null
            : $"the lab needs {string.Join(", ", missing.Select(one => one.Program))}: apt-get install --no-install-recommends {string.Join(' ', missing.Select(one => one.Package))}";
    }
}
