using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Tests.Peers;

namespace Sluice.Fetch.Tests.Http;

public sealed class CredentialTests : IAsyncDisposable
{
    private readonly Rig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task User_info_goes_before_all_and_unasked()
    {
        var peer = await _rig.ServeAsync("");
        Configure(new HostCredential($"127.0.0.1:{peer.Port}", "", "configured", new Secret("x")));
        await _rig.GetAsync(new Uri($"http://us%40er:p%3Ass@127.0.0.1:{peer.Port}/go"));
        Assert.Equal(Basic("us@er", "p:ss"), Assert.Single(peer.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task The_longest_path_prefix_wins_by_whole_elements()
    {
        var peer = await _rig.ServeAsync("");
        var host = $"127.0.0.1:{peer.Port}";
        Configure(
            new HostCredential(host, "", "all", new Secret("1")),
            new HostCredential(host, "/go/team-a/", "a", new Secret("2")),
            new HostCredential(host, "/go", "go", new Secret("3")),
            new HostCredential("other", "/go/team-a", "other", new Secret("4")));
        foreach (var path in new[] { "/go/team-a", "/go/team-abc", "/gone" })
        {
            await _rig.GetAsync(new Uri(peer.Url, path));
        }

        Assert.Equal([Basic("a", "2"), Basic("go", "3"), Basic("all", "1")], peer.Requests.Select(request => request.Header("Authorization")));
    }

    [Theory]
    [InlineData("https://a.test/x", "A.test", true)]
    [InlineData("https://a.test/x", "a.test:443", true)]
    [InlineData("https://a.test:8443/x", "a.test:8443", true)]
    [InlineData("https://a.test:8443/x", "a.test", false)]
    [InlineData("https://[fd12::1]:8443/x", "[fd12::1]:8443", true)]
    [InlineData("https://b.a.test/x", "a.test", false)]
    public void Hosts_are_compared_with_their_port(string url, string host, bool isFound)
    {
        var book = new CredentialBook([new HostCredential(host, "", "u", new Secret("p"))], null);
        Assert.Equal(isFound, book.Find(new Uri(url), new Uri(url)) is not null);
    }

    [Fact]
    public async Task A_netrc_comes_last()
    {
        var peer = await _rig.ServeAsync("");
        _rig.NetworkOptions = new NetworkOptions { NetrcFile = _rig.WriteFile("machine 127.0.0.1 login u password p") };
        await _rig.GetAsync(peer.Url);
        Configure(new HostCredential($"127.0.0.1:{peer.Port}", "", "c", new Secret("d")));
        await _rig.GetAsync(peer.Url);
        Assert.Equal([Basic("u", "p"), Basic("c", "d")], peer.Requests.Select(request => request.Header("Authorization")));
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect_to_another_port()
    {
        var target = await _rig.ServeAsync("");
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.Redirect(target.Url.ToString());
            return Task.CompletedTask;
        });
        Assert.True((await _rig.GetAsync(new Uri($"http://u:p@127.0.0.1:{peer.Port}"))).IsFound);
        Assert.NotNull(Assert.Single(peer.Requests).Header("Authorization"));
        Assert.Null(Assert.Single(target.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task The_other_end_of_a_redirect_gets_its_own_credentials()
    {
        var target = await _rig.ServeAsync("");
        Configure(new HostCredential($"127.0.0.1:{target.Port}", "", "own", new Secret("x")));
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.Redirect(target.Url.ToString());
            return Task.CompletedTask;
        });
        await _rig.GetAsync(new Uri($"http://u:p@127.0.0.1:{peer.Port}"));
        Assert.Equal(Basic("own", "x"), Assert.Single(target.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task They_stay_on_a_redirect_within_the_server()
    {
        var peer = await _rig.ServeAsync(context =>
        {
            if (context.Request.Path != "/x")
            {
                context.Response.Redirect("/x");
            }

            return Task.CompletedTask;
        });
        await _rig.GetAsync(new Uri($"http://u:p@127.0.0.1:{peer.Port}"));
        Assert.Equal([Basic("u", "p"), Basic("u", "p")], peer.Requests.Select(request => request.Header("Authorization")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task They_are_never_sent_in_clear_text(bool isConfigured)
    {
        var peer = await _rig.ServeAsync("");
        _rig.Addressing = Addressing.System with { Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]) };
        if (isConfigured)
        {
            Configure(new HostCredential($"upstream.test:{peer.Port}", "", "u", new Secret("hunter2")));
        }

        var outcome = await _rig.GetAsync(new Uri($"http://{(isConfigured ? "" : "u:hunter2@")}upstream.test:{peer.Port}"));
        Assert.Equal(FaultCodes.InsecureCredentials, outcome.Fault!.Code);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task A_netrc_entry_is_left_out_over_clear_text()
    {
        var peer = await _rig.ServeAsync("");
        _rig.Addressing = Addressing.System with { Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]) };
        _rig.NetworkOptions = new NetworkOptions { NetrcFile = _rig.WriteFile("machine upstream.test login u password p") };
        Assert.True((await _rig.GetAsync(new Uri($"http://upstream.test:{peer.Port}"))).IsFound);
        Assert.Null(Assert.Single(peer.Requests).Header("Authorization"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    public async Task No_secret_shows_in_names_faults_and_attempts(int status)
    {
        var peer = await _rig.ServeAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var url = new Uri($"http://someone:hunter2@127.0.0.1:{peer.Port}/go");
        Configure(new HostCredential("127.0.0.1", "", "someone", new Secret("hunter2")));
        var upstream = _rig.Upstream(url);
        var fault = (await upstream.GetDocumentAsync(Rig.List, _rig.Context, _rig.Token)).Fault!;
        var said = string.Join('\n', upstream.Name, fault, fault.Source, fault.Detail, _rig.Context.Attempts[0], _rig.NetworkOptions.Credentials[0]);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
        Assert.DoesNotContain("someone", fault + upstream.Name + _rig.Context.Attempts[0], StringComparison.Ordinal);
        Assert.Equal($"http://127.0.0.1:{peer.Port}/go", upstream.Name);
    }

    private static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private void Configure(params HostCredential[] credentials) => _rig.NetworkOptions = _rig.NetworkOptions with { Credentials = credentials };
}
