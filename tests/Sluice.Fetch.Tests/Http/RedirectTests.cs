using System.Net;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Tests.Peers;

namespace Sluice.Fetch.Tests.Http;

public sealed class RedirectTests : IAsyncDisposable
{
    private static readonly IPAddress OutsideAddress = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress PrivateAddress = IPAddress.Parse("127.0.0.3");
    private readonly Rig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_followed(int status)
    {
        var target = await _rig.ServeAsync("v1.0.0\n");
        var outcome = await RedirectAsync(new Uri(target.Url, "/elsewhere?x=%2F").AbsoluteUri, status);
        Assert.True(outcome.IsFound);
        Assert.Equal("/elsewhere?x=%2F", Assert.Single(target.Targets));
    }

    [Fact]
    public async Task A_zip_may_come_by_a_relative_redirect()
    {
        var peer = await _rig.ServeAsync(context =>
        {
            if (context.Request.Path.StartsWithSegments("/blob"))
            {
                return context.Response.WriteAsync("PK!");
            }

            context.Response.Redirect("/blob/1");
            return Task.CompletedTask;
        });
        var sink = new MemorySink();
        Assert.Equal(3, (await _rig.Upstream(peer.Url).GetZipAsync(Rig.Zip, sink, _rig.Context, _rig.Token)).Value!.SizeBytes);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task Ten_hops_are_the_most(int hops, bool isFound)
    {
        var left = hops;
        var peer = await _rig.ServeAsync(context =>
        {
            if (left-- > 0)
            {
                context.Response.Redirect("/again");
            }

            return Task.CompletedTask;
        });
        var outcome = await _rig.GetAsync(peer.Url);
        Assert.Equal(isFound, outcome.IsFound);
        Assert.Equal(isFound ? null : FaultCodes.RedirectRefused, outcome.Fault?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://example.com/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://[bad")]
    public async Task A_redirect_to_nowhere_is_refused(string location) =>
        Assert.Equal(FaultCodes.RedirectRefused, (await RedirectAsync(location)).Fault!.Code);

    [Fact]
    public async Task Https_never_becomes_plain_http()
    {
        using var authority = new TestAuthority();
        var plain = await _rig.ServeAsync("v1.0.0\n");
        _rig.NetworkOptions = new NetworkOptions { CaBundle = _rig.WriteFile(authority.Pem) };
        var secure = await _rig.ServeAsync(Redirecting(plain.Url.ToString()), _rig.Keep(authority.Issue("127.0.0.1")));
        Assert.Equal(FaultCodes.RedirectRefused, (await _rig.GetAsync(secure.Url)).Fault!.Code);
        Assert.Empty(plain.Requests);
    }

    [Fact]
    public async Task A_local_upstream_may_lead_anywhere_on_this_machine()
    {
        var target = await _rig.ServeAsync("v1.0.0\n", address: OutsideAddress);
        Assert.True((await RedirectAsync(target.Url.ToString())).IsFound);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://0.0.0.0:1/")]
    [InlineData("http://[::]:1/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://2852039166/")]
    public async Task Nobody_leads_to_the_link_or_to_no_address(string location)
    {
        var fault = (await RedirectAsync(location)).Fault!;
        Assert.Equal(FaultCodes.RedirectRefused, fault.Code);
        Assert.StartsWith("to an inside address", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "outside.test", false)]
    [InlineData("localhost", "outside.test", false)]
    [InlineData("private.test", "outside.test", false)]
    [InlineData("loopback.test", "outside.test", false)]
    [InlineData("outside.test", "outside.test", true)]
    [InlineData("other-outside.test", "outside.test", true)]
    [InlineData("127.0.0.1", "private.test", false)]
    [InlineData("loopback.test", "private.test", false)]
    [InlineData("private.test", "private.test", true)]
    [InlineData("outside.test", "private.test", true)]
    [InlineData("private.test", "loopback.test", true)]
    [InlineData("outside.test", "loopback.test", true)]
    public async Task Only_the_same_or_the_outer_side_is_reached(string target, string upstream, bool isAllowed)
    {
        _rig.Addressing = new Addressing(Resolve, Classify);
        var inner = await _rig.ServeAsync("v1.0.0\n", address: target.Contains("test", StringComparison.Ordinal) ? AddressOf(target) : IPAddress.Loopback);
        var outer = await _rig.ServeAsync(Redirecting($"http://{target}:{inner.Port}/"), address: AddressOf(upstream));
        var outcome = await _rig.GetAsync(new Uri($"http://{upstream}:{outer.Port}"));
        Assert.Equal(isAllowed ? null : FaultCodes.RedirectRefused, outcome.Fault?.Code);
        Assert.Equal(isAllowed ? 1 : 0, inner.Requests.Count);
    }

    [Fact]
    public async Task A_name_whose_address_turns_inside_gains_nothing()
    {
        var inside = await _rig.ServeAsync("v1.0.0\n");
        var asked = 0;
        _rig.Addressing = new Addressing(
            (host, token) => host == "turning.test" && Interlocked.Increment(ref asked) > 0 ? Task.FromResult<IPAddress[]>([IPAddress.Loopback]) : Resolve(host, token), Classify);
        var outer = await _rig.ServeAsync(Redirecting($"http://turning.test:{inside.Port}/"), address: OutsideAddress);
        Assert.Equal(FaultCodes.RedirectRefused, (await _rig.GetAsync(new Uri($"http://outside.test:{outer.Port}"))).Fault!.Code);
        Assert.Equal(1, asked);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task Of_several_addresses_only_the_allowed_are_tried()
    {
        var inside = await _rig.ServeAsync("v1.0.0\n");
        _rig.Addressing = new Addressing(
            (host, token) => host == "mixed.test" ? Task.FromResult<IPAddress[]>([IPAddress.Loopback, OutsideAddress]) : Resolve(host, token), Classify);
        var outer = await _rig.ServeAsync(Redirecting($"http://mixed.test:{inside.Port}/"), address: OutsideAddress);
        Assert.Equal(FaultCodes.Refused, (await _rig.GetAsync(new Uri($"http://outside.test:{outer.Port}"))).Fault!.Code);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task User_info_in_a_location_is_not_sent()
    {
        var target = await _rig.ServeAsync("v1.0.0\n");
        Assert.True((await RedirectAsync($"http://user:pass@127.0.0.1:{target.Port}/")).IsFound);
        Assert.Null(Assert.Single(target.Requests).Header("Authorization"));
    }

    private static RequestDelegate Redirecting(string location, int status = 302) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location.Length == 0 ? default : location;
        return Task.CompletedTask;
    };

    private static IPAddress AddressOf(string host) =>
        host.Contains("outside", StringComparison.Ordinal) ? OutsideAddress : host.Contains("private", StringComparison.Ordinal) ? PrivateAddress : IPAddress.Loopback;

    private static Task<IPAddress[]> Resolve(string host, CancellationToken token) => Task.FromResult<IPAddress[]>([AddressOf(host)]);

    /// <summary>Two addresses of loopback play the internet and the company's network.</summary>
    private static AddressClass Classify(IPAddress address) =>
        address.Equals(OutsideAddress) ? AddressClass.Public : address.Equals(PrivateAddress) ? AddressClass.Private : Addressing.Where(address);

    private async Task<Outcome<Document>> RedirectAsync(string location, int status = 302)
    {
        var peer = await _rig.ServeAsync(Redirecting(location, status));
        return await _rig.GetAsync(peer.Url);
    }
}
