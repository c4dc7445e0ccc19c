using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Dns;
using Sluice.Doctor.Probes.Names;

namespace Sluice.Doctor.Tests.Probes.Dns;

public sealed class DnsProbeTests
{
    [Fact]
    public async Task Configured_and_public_resolvers_stand_side_by_side()
    {
        await using var own = DnsServer.Start("127.0.0.1");
        await using var other = DnsServer.Start("127.0.0.2", own.Port);
        own.Answer = query => DnsServer.Reply(query, query.QuestionType == DnsType.A ? [DnsServer.A(query.QuestionName!, "127.0.0.1")] : []);
        other.Answer = query => DnsServer.Reply(query, query.QuestionType == DnsType.A ? [DnsServer.A(query.QuestionName!, "192.0.2.1")] : []);
        using var host = new TestHost { DnsPort = own.Port, PublicResolvers = [new KnownResolver("Public", "127.0.0.2")] };
        host.WriteSystem("/etc/resolv.conf", "nameserver 127.0.0.1\n").WriteSystem("/etc/hosts", "10.9.9.9 other.example\n");
        var machine = host.Build();
        var resolvers = ResolverSettings.ParseResolvConf(HostFiles.Look(machine.SystemPath("/etc/resolv.conf")), "nameserver 127.0.0.1\n");

        var dns = await new DnsProbe(machine).CollectAsync(
            "proxy.example", "GOPROXY entry 1", HostsFile.Collect(machine, null), resolvers, isDeep: false, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "127.0.0.1 Udp A Answered 127.0.0.1", "127.0.0.1 Udp AAAA NoData ", "127.0.0.1 Tcp A Answered 127.0.0.1",
                "127.0.0.2 Udp A Answered 192.0.2.1", "127.0.0.2 Udp AAAA NoData ",
            ],
            dns.Queries.Select(query => $"{query.Resolver} {query.Transport} {query.Type} {query.Outcome} {string.Join(',', query.Records.Select(record => record.Data))}"));
        Assert.Equal(["127.0.0.1"], dns.System.Addresses);
        Assert.Empty(dns.HostsFile);
    }

    [Theory]
    [InlineData("options ndots:3", 1)]
    [InlineData("options ndots:1", 0)]
    public async Task Suffixes_that_would_be_tried_first_are_asked_for(string options, int count)
    {
        await using var server = DnsServer.Start();
        server.Answer = query => DnsServer.Reply(query, query.QuestionType == DnsType.A ? [DnsServer.A(query.QuestionName!, "10.0.0.66")] : []);
        using var host = new TestHost { DnsPort = server.Port };
        var resolvers = ResolverSettings.ParseResolvConf(HostFiles.Look("/none"), $"nameserver 127.0.0.1\nsearch corp.test\n{options}\n");

        var dns = await new DnsProbe(host.Build()).CollectAsync("proxy.example", "", null, resolvers, false, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Repeat("proxy.example.corp.test", count), dns.SuffixQueries.Select(query => query.Name));
    }

    [Fact]
    public async Task What_the_hosts_file_says_comes_before_every_resolver()
    {
        using var host = new TestHost();
        host.WriteSystem("/etc/hosts", "0.0.0.0 proxy.example\n");
        var machine = host.Build();

        var dns = await new DnsProbe(machine).CollectAsync("proxy.example", "", HostsFile.Collect(machine, null), null, false, TestContext.Current.CancellationToken);

        Assert.Equal(["0.0.0.0"], dns.System.Addresses);
        Assert.Equal(1, Assert.Single(dns.HostsFile).Line);
    }
}
