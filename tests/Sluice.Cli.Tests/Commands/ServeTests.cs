using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Sluice.Core.Pipeline;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Tests.Commands;

public sealed class ServeTests
{
    [Fact]
    public async Task Flags_reach_the_gateway_and_go_before_the_file()
    {
        using var fixture = new CliFixture();
        fixture.Write("sluice.yaml", "data: file-data\nsumdb: off\nlog: { format: pretty }\n");

        var code = await fixture.RunAsync(
            "serve", "--listen", ":0", "--listen", "127.0.0.1:8080", "--data", "flag-data", "--upstreams", "https://a.example|direct", "--private", "*.corp.example",
            "--zip-rules", "pass", "--base-path", "/mod", "--log-format", "json", "--log-requests", "errors");

        Assert.Equal((0, "", ""), (code, fixture.Out.ToString(), fixture.Error.ToString()));
        var settings = Assert.IsType<GatewaySettings>(fixture.Served);
        Assert.Equal([":0", "127.0.0.1:8080"], settings.Listen);
        Assert.Equal(Path.Combine(fixture.Root, "flag-data"), settings.DataDirectory);
        Assert.Equal(("https://a.example|direct", "off", "/mod"), (settings.Upstreams.ToString(), settings.SumDb, settings.BasePath));
        Assert.Equal((ZipRules.Pass, LogFormat.Json, RequestLogging.Errors), (settings.ZipRules, settings.Log.Format, settings.Log.Requests));
        Assert.True(settings.Private.Matches("git.corp.example/x"));
    }

    [Fact]
    public async Task A_warning_does_not_stop_the_start()
    {
        using var fixture = new CliFixture();
        fixture.Variables["SLUICE_LISTN"] = ":80";

        Assert.Equal(0, await fixture.RunAsync("serve"));

        Assert.NotNull(fixture.Served);
        Assert.Contains("did you mean SLUICE_LISTEN?", fixture.Error.ToString());
    }

    public static TheoryData<string, Exception> Refusals => new()
    {
        { "another process listens there", new IOException("Failed to bind", new AddressInUseException("in use")) },
        { "this user may not use that port", new SocketException((int)SocketError.AccessDenied) },
        { "this machine does not have that address", new IOException("x", new SocketException((int)SocketError.AddressNotAvailable)) },
        { "the host name does not resolve", new SocketException((int)SocketError.HostNotFound) },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task An_address_that_cannot_be_had_exits_2_and_says_what_to_do(string message, Exception exception)
    {
        using var fixture = new CliFixture { Serve = () => throw exception };

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("serve"));

        Assert.StartsWith("sluice serve: cannot listen on 127.0.0.1:3000\n    " + message, fixture.Error.ToString());
    }
}
