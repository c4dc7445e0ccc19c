using System.Net;
using System.Net.Sockets;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.Tests.Http;

public sealed class TransportTests : IAsyncDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private readonly Rig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_closed_port_refuses()
    {
        var peer = new RawPeer((_, _, _) => Task.CompletedTask);
        await peer.DisposeAsync();
        var fault = (await _rig.GetAsync(peer.Url)).Fault!;
        Assert.Equal(FaultCodes.Refused, fault.Code);
        Assert.Equal($"127.0.0.1 port {peer.Port}", fault.Detail);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, "dns.nxdomain")]
    [InlineData(SocketError.NoData, "dns.nxdomain")]
    [InlineData(SocketError.TryAgain, "dns.timeout")]
    [InlineData(SocketError.NoRecovery, "dns.timeout")]
    public async Task A_failing_resolver_is_named(SocketError error, string code)
    {
        _rig.Addressing = Addressing.System with { Resolve = (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)error)) };
        var fault = (await _rig.GetAsync(new Uri("http://upstream.test"))).Fault!;
        Assert.Equal((code, "upstream.test"), (fault.Code.Id, fault.Detail));
    }

    [Fact]
    public async Task A_resolver_that_never_answers_is_not_waited_for()
    {
        _rig.Options = new UpstreamOptions { ConnectTimeout = Short };
        _rig.Addressing = Addressing.System with
        {
            Resolve = async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return [];
            },
        };
        Assert.Equal(FaultCodes.NameTimeout, (await _rig.GetAsync(new Uri("http://upstream.test"))).Fault!.Code);
    }

    [Theory]
    [InlineData("127.0.0.8")]
    [InlineData("127.0.0.9")]
    public async Task A_dead_or_refusing_address_does_not_hide_a_living_one(string first)
    {
        var peer = await _rig.ServeAsync("v1.0.0\n");
        using var full = Full(IPAddress.Parse("127.0.0.9"), peer.Port);
        _rig.Addressing = Addressing.System with { Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(first), IPAddress.Loopback]) };
        Assert.True((await _rig.GetAsync(new Uri($"http://upstream.test:{peer.Port}"))).IsFound);
    }

    [Fact]
    public async Task No_answer_to_a_connection_attempt_is_a_time_out()
    {
        using var full = Full(IPAddress.Loopback, 0);
        _rig.Options = new UpstreamOptions { ConnectTimeout = Short };
        Assert.Equal(FaultCodes.ConnectTimeout, (await _rig.GetAsync(new Uri($"http://{full.LocalEndPoint}"))).Fault!.Code);
    }

    [Fact]
    public async Task An_answer_that_never_starts_is_a_time_out()
    {
        await using var peer = RawPeer.SayingThenSilent("");
        _rig.Options = new UpstreamOptions { ResponseTimeout = Short };
        var fault = (await _rig.GetAsync(peer.Url)).Fault!;
        Assert.Equal((FaultCodes.UpstreamTimeout, "no answer within 0.2 s"), (fault.Code, fault.Detail));
    }

    [Fact]
    public async Task A_body_that_stalls_is_a_time_out()
    {
        await using var peer = RawPeer.SayingThenSilent("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nPK");
        _rig.Options = new UpstreamOptions { StallTimeout = Short };
        var outcome = await _rig.Upstream(peer.Url).GetZipAsync(Rig.Zip, new MemorySink(), _rig.Context, _rig.Token);
        Assert.Equal((FaultCodes.UpstreamTimeout, "no further byte for 0.2 s"), (outcome.Fault!.Code, outcome.Fault.Detail));
    }

    [Fact]
    public async Task A_status_is_believed_though_its_body_stalls()
    {
        await using var peer = RawPeer.SayingThenSilent("HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n");
        _rig.Options = new UpstreamOptions { StallTimeout = Short };
        Assert.Equal(FaultCodes.NotFound, (await _rig.GetAsync(peer.Url)).Fault!.Code);
    }

    [Fact]
    public async Task A_reset_before_the_answer_is_named()
    {
        await using var peer = RawPeer.SayingThenReset("");
        Assert.Equal(FaultCodes.Reset, (await _rig.GetAsync(peer.Url)).Fault!.Code);
    }

    /// <summary>A listener whose queue is full: the kernel drops further attempts.</summary>
    private Socket Full(IPAddress address, int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, port));
        listener.Listen(0);
        for (var i = 0; i < 4; i++)
        {
            var filler = _rig.Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false });
            try
            {
                filler.Connect(listener.LocalEndPoint!);
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // Under way, or never to be.
            }
        }

        return listener;
    }
}
