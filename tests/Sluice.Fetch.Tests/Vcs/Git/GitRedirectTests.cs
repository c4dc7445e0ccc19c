using System.Net;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Tests.Peers;

namespace Sluice.Fetch.Tests.Vcs.Git;

/// <summary>Servers that send a stranger's repository elsewhere. 127.0.0.1 plays the public network here, 127.0.0.2 the inside one.</summary>
public sealed class GitRedirectTests : IAsyncLifetime
{
    private static readonly IPAddress Inside = IPAddress.Parse("127.0.0.2");

    private readonly GitRig _rig = new();
    private readonly GitFixture _fixture = new();
    private GitHttpServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _fixture.Write("go.mod", "module example.com/m\n").Commit().Tag("v1.0.0");
        _server = await GitHttpServer.StartAsync(_fixture, _rig.Token);
        _rig.IsTrusted = false;
        _rig.Addressing = Addressing.System with { Classify = address => address.Equals(Inside) ? AddressClass.Loopback : AddressClass.Public };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _fixture.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task A_repository_that_was_renamed_is_found()
    {
        Redirect("/old.git", path => _server.UrlOf() + path);

        Assert.Equal("module example.com/m\n", await _rig.ReadAsync(_server.UrlOf("old.git"), "v1.0.0", "go.mod"));
    }

    [Fact]
    public async Task Nobody_is_led_into_the_inside_network()
    {
        await using var inside = await HttpPeer.StartAsync(static context => context.Response.WriteAsync("secret"), _rig.Token, address: Inside);
        Redirect("/repo.git", path => $"{inside.Url}secret{path}");

        var fault = await _rig.RefusalAsync(_server.UrlOf());

        Assert.Equal(FaultCodes.RedirectRefused, fault.Code);
        Assert.False(fault.IsAbsence);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task A_redirect_to_no_repository_is_refused()
    {
        _server.Before = context =>
        {
            if (!context.Request.Path.StartsWithSegments("/repo.git"))
            {
                return Task.FromResult(false);
            }

            context.Response.Redirect($"{_server.Peer.Url}welcome");
            return Task.FromResult(true);
        };

        Assert.Equal(FaultCodes.RedirectRefused, (await _rig.RefusalAsync(_server.UrlOf())).Code);
    }

    [Fact]
    public async Task What_somebody_here_has_named_may_lead_inside()
    {
        _rig.IsTrusted = true;
        await using var inside = await HttpPeer.StartAsync(static context => context.Response.WriteAsync("no repository"), _rig.Token, address: Inside);
        Redirect("/repo.git", path => $"{inside.Url}other{path}");

        await _rig.RefusalAsync(_server.UrlOf());

        Assert.NotEmpty(inside.Requests);
    }

    private void Redirect(string from, Func<string, string> to) => _server.Before = context =>
    {
        var path = context.Request.Path.Value!;
        if (!path.StartsWith(from, StringComparison.Ordinal))
        {
            return Task.FromResult(false);
        }

        context.Response.Redirect(to(path[from.Length..]) + context.Request.QueryString);
        return Task.FromResult(true);
    };
}
