using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Names;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Doctor.Tests.Probes.Names;

public sealed class ResolverSettingsTests
{
    // Recorded on macOS 14.
    private const string Scutil =
        """
        DNS configuration

        resolver #1
          search domain[0] : corp.example
          search domain[1] : lan
          nameserver[0] : 10.0.0.2
          nameserver[1] : fe80::1%en0
          if_index : 14 (en0)
          flags    : Request A records
          reach    : 0x00020002 (Reachable,Directly Reachable Address)

        resolver #2
          domain   : local
          options  : mdns
          timeout  : 5

        resolver #3
          domain   : vpn.example
          nameserver[0] : 10.8.0.1

        DNS configuration (for scoped queries)

        resolver #1
          nameserver[0] : 192.0.2.1
        """;

    // Recorded on Windows 11, Chinese.
    private const string Ipconfig =
        """

        Windows IP 配置

           主机名  . . . . . . . . . . . . . : PC
           DNS 后缀搜索列表  . . . . . . . . : corp.example

        以太网适配器 以太网:

           连接特定的 DNS 后缀 . . . . . . . : lan
           IPv4 地址 . . . . . . . . . . . . : 192.168.1.20(首选)
           DNS 服务器  . . . . . . . . . . . : 192.168.1.1
                                               114.114.114.114
           TCPIP 上的 NetBIOS  . . . . . . . : 已启用
        """;

    [Fact]
    public void Resolv_conf_gives_servers_suffixes_and_limits()
    {
        var text = "# made by hand\nsearch old.example\nnameserver 10.0.0.1\nnameserver\nnameserver 2001:db8::1\nsearch a.example b.example c.example\noptions ndots:5 timeout:99 rotate\nnonsense\n";

        var resolver = ResolverSettings.ParseResolvConf(new FileFact("/etc/resolv.conf", true, Tri.Yes), text);

        Assert.Equal([("10.0.0.1", 3), ("2001:db8::1", 5)], resolver.NameServers.Select(server => (server.Address, server.Origin.Line!.Value)));
        Assert.Equal(["a.example", "b.example", "c.example"], resolver.Search);
        Assert.Equal((5, 30, 2), (resolver.Ndots, resolver.TimeoutSeconds, resolver.Attempts));
        Assert.Equal([(4, "no address"), (8, "an unknown word")], resolver.Faults.Select(fault => (fault.Line, fault.Problem)));
    }

    [Fact]
    public void Scutil_gives_servers_with_their_domain_and_leaves_scoped_ones_out()
    {
        var resolver = ResolverSettings.ParseScutil(Scutil);

        Assert.Equal([("10.0.0.2", null), ("fe80::1%en0", null), ("10.8.0.1", "vpn.example")], resolver.NameServers.Select(server => (server.Address, server.Scope)));
        Assert.Equal(["corp.example", "lan"], resolver.Search);
    }

    [Fact]
    public void Ipconfig_is_understood_in_another_language()
    {
        var resolver = ResolverSettings.ParseIpconfig(Ipconfig);

        Assert.Equal(["192.168.1.1", "114.114.114.114"], resolver.NameServers.Select(server => server.Address));
        Assert.Equal(["corp.example"], resolver.Search);
        Assert.Equal("以太网适配器 以太网", resolver.NameServers[0].Scope);
    }

    [Fact]
    public async Task The_servers_behind_a_local_stub_are_told_apart()
    {
        using var host = new TestHost();
        host.WriteSystem("/etc/resolv.conf", "nameserver 127.0.0.53\n")
            .WriteSystem("/run/systemd/resolve/resolv.conf", "nameserver 10.0.0.2\n")
            .WriteSystem("/run/systemd/resolve/stub-resolv.conf", "")
            .WriteSystem("/etc/nsswitch.conf", "passwd: files\nhosts: files mdns4_minimal [NOTFOUND=return] dns # note\n")
            .WriteSystem("/proc/77/comm", "nscd\n");

        var resolver = (await ResolverProbe.CollectAsync(host.Build(), new CommandRunner(TimeProvider.System), TestContext.Current.CancellationToken)).Value!;

        Assert.Equal([("127.0.0.53", false), ("10.0.0.2", true)], resolver.NameServers.Select(server => (server.Address, server.IsBehindLocalService)));
        Assert.Equal(["files", "mdns4_minimal", "[NOTFOUND=return]", "dns"], resolver.HostsOrder);
        Assert.Equal(["systemd-resolved", "nscd"], resolver.LocalServices.Where(service => service.IsRunning == Tri.Yes).Select(service => service.Name));
    }
}
