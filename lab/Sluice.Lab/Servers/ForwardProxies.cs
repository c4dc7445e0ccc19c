using Sluice.Lab.Worlds;

namespace Sluice.Lab.Servers;

/// <summary>
/// The company's forward proxies, all at proxy.corp.example. squid: <c>3128</c> lets everything pass, <c>3129</c> opens TLS with the company's authority, <c>3130</c>
/// wants the login <c>dev</c>/<c>secret</c>, <c>3131</c> refuses golang.org, <c>3132</c> refuses checksum databases,
/// <c>3133</c> refuses the company's own hosts. tinyproxy: <c>8888</c> lets everything pass but
/// golang.org.
/// </summary>
internal sealed class ForwardProxies : IAsyncDisposable
{
    private readonly Undo _undo = new();

    /// <summary>Starts squid and tinyproxy.</summary>
    public static async Task<ForwardProxies> StartAsync(LabWorld world, CancellationToken cancellationToken)
    {
        var proxies = new ForwardProxies();
        try
        {
            await Task.WhenAll(proxies.StartSquidAsync(world, cancellationToken), proxies.StartTinyproxyAsync(world, cancellationToken));
            return proxies;
        }
        catch
        {
            await proxies.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _undo.DisposeAsync();

    private async Task StartSquidAsync(LabWorld world, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(world.At("squid")).FullName;
        File.WriteAllText(Path.Combine(folder, "both.pem"), File.ReadAllText(world.At("company-ca.pem")) + File.ReadAllText(world.At("company-ca.key")));
        var config = Path.Combine(folder, "squid.conf");
        File.WriteAllText(config, Config(world, folder));
        await Tool.ShellAsync(
            $"htpasswd -bc {folder}/passwd dev secret 2>/dev/null; /usr/lib/squid/security_file_certgen -c -s {folder}/certs -M 4MB >/dev/null; chown -R proxy {folder}", cancellationToken);
        var squid = _undo.Own(world.Serve(Places.Proxy, "squid", "squid", "-N", "-f", config));
        await squid.ListeningAsync(3128, Net.ForwardProxy, isUdp: false, cancellationToken);
    }

    private static string Config(LabWorld world, string folder) => $"""
        visible_hostname proxy.corp.example
        http_port {Net.ForwardProxy}:3128 name=open
        http_port {Net.ForwardProxy}:3129 name=bump ssl-bump cert={folder}/both.pem generate-host-certificates=on dynamic_cert_mem_cache_size=4MB
        http_port {Net.ForwardProxy}:3130 name=login
        http_port {Net.ForwardProxy}:3131 name=filter
        http_port {Net.ForwardProxy}:3132 name=nosum
        http_port {Net.ForwardProxy}:3133 name=outside
        sslcrtd_program /usr/lib/squid/security_file_certgen -s {folder}/certs -M 4MB
        sslcrtd_children 1 startup=1 idle=1
        auth_param basic program /usr/lib/squid/basic_ncsa_auth {folder}/passwd
        auth_param basic children 1 startup=1 idle=1
        acl bump myportname bump
        acl login myportname login
        acl filter myportname filter
        acl nosum myportname nosum
        acl outside myportname outside
        acl authed proxy_auth REQUIRED
        acl golang dstdomain .golang.org
        acl company dstdomain .corp.example
        acl sumdb dstdomain sum.golang.org sum.golang.google.cn
        http_access deny filter golang
        http_access deny nosum sumdb
        http_access deny outside company
        http_access deny login !authed
        http_access allow all
        acl s1 at_step SslBump1
        ssl_bump splice !bump
        ssl_bump peek s1
        ssl_bump bump all
        tls_outgoing_options cafile={world.At("ca.pem")}
        cache deny all
        cache_mem 8 MB
        pinger_enable off
        shutdown_lifetime 0 seconds
        hosts_file none
        dns_nameservers {Net.Resolver}
        access_log none
        cache_log {folder}/cache.log
        coredump_dir {folder}
        pid_filename {folder}/squid.pid

        """;

    private async Task StartTinyproxyAsync(LabWorld world, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(world.At("tinyproxy")).FullName;
        File.WriteAllText(Path.Combine(folder, "filter"), "golang\\.org$\n");
        File.WriteAllText(Path.Combine(folder, "tinyproxy.conf"), $"""
            Port 8888
            Listen {Net.ForwardProxy}
            Timeout 60
            MaxClients 50
            Filter "{folder}/filter"
            FilterDefaultDeny No
            FilterExtended On

            """);
        var server = _undo.Own(world.Serve(Places.Proxy, "tinyproxy", "tinyproxy", "-d", "-c", Path.Combine(folder, "tinyproxy.conf")));
        await server.ListeningAsync(8888, Net.ForwardProxy, isUdp: false, cancellationToken);
    }
}
