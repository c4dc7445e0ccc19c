using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Dns;

namespace Sluice.Doctor.Tests.Probes.Dns;

public sealed class DelegationWalkTests : IAsyncLifetime
{
    private readonly TestHost _host = new();
    private readonly List<DnsServer> _servers = [];

    public ValueTask InitializeAsync()
    {
        _servers.Add(DnsServer.Start("127.0.0.1"));
        _servers.Add(DnsServer.Start("127.0.0.2", _servers[0].Port));
        _servers.Add(DnsServer.Start("127.0.0.3", _servers[0].Port));
        _host.DnsPort = _servers[0].Port;
        _host.RootServers = [new KnownResolver("root.test", "127.0.0.1")];
        _servers[0].Answer = query => Refer(query, "example", "ns.example", "127.0.0.2");
        _servers[1].Answer = query => Refer(query, "proxy.example", "ns.proxy.example", "127.0.0.3");
        _servers[2].Answer = query => DnsServer.Reply(query, DnsServer.A("proxy.example", "192.0.2.1")) with { IsAuthoritative = true };
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _host.Dispose();
    }

    [Fact]
    public async Task The_walk_goes_from_the_root_to_the_authority_without_recursion()
    {
        var walk = await WalkAsync();

        Assert.Equal([".", "example", "proxy.example"], walk.Steps.Select(step => step.Zone));
        Assert.Equal(["example", "proxy.example", null], walk.Steps.Select(step => step.ReferredTo));
        Assert.Equal(["192.0.2.1"], walk.Addresses);
        Assert.Null(walk.Problem);
        Assert.DoesNotContain(_servers.SelectMany(server => server.Queries), query => query.WantsRecursion);
    }

    [Fact]
    public async Task A_lame_delegation_is_where_the_walk_ends()
    {
        _servers[2].Answer = query => DnsServer.Reply(query) with { Rcode = 5 };

        var walk = await WalkAsync();

        Assert.Equal("no server of proxy.example answers", walk.Problem);
        Assert.Equal(DnsOutcome.Refused, walk.Steps[^1].Query.Outcome);
    }

    [Fact]
    public async Task A_referral_upwards_does_not_lead_in_circles()
    {
        _servers[1].Answer = query => Refer(query, "example", "ns.example", "127.0.0.2");

        var walk = await WalkAsync();

        Assert.Equal(2, walk.Steps.Count);
        Assert.Contains("gives no address", walk.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_the_authoritys_word()
    {
        _servers[1].Answer = query => DnsServer.Reply(query) with { Rcode = 3, IsAuthoritative = true };

        Assert.Equal("the authority says NXDOMAIN and gives no address", (await WalkAsync()).Problem);
    }

    private Task<DelegationEvidence> WalkAsync() => new DelegationWalk(_host.Build()).WalkAsync("proxy.example", TestContext.Current.CancellationToken);

    private static DnsMessage Refer(DnsMessage query, string zone, string server, string address) => DnsServer.Reply(query) with
    {
        Authority = [new DnsRecord(zone, DnsType.NS, 1, 60, server)],
        Additional = [DnsServer.A(server, address)],
    };
}
