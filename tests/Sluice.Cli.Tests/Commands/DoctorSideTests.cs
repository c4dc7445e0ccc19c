using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Sluice.Cli.Tests.Commands;

public sealed class DoctorSideTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public DoctorSideTests()
    {
        _fixture.Variables["HOME"] = _fixture.Root;
        _fixture.Variables["PATH"] = "/usr/bin:/bin";
        _fixture.Host = host => host with { Root = Path.Combine(_fixture.Root, "root"), PublicResolvers = [], HttpsResolvers = [], RootServers = [] };
        _fixture.Write("root/etc/hosts", "127.0.0.1 localhost\n");
    }

    [Fact]
    public async Task An_entry_of_the_hosts_file_is_added_for_a_while_shown_and_cleaned()
    {
        Assert.Equal(0, await _fixture.RunAsync("doctor", "hosts", "--add", "proxy.golang.org=203.0.113.7", "--for", "2h"));
        Assert.Equal(0, await _fixture.RunAsync("doctor", "hosts"));
        Assert.Contains("203.0.113.7  proxy.golang.org  for another 1", _fixture.Out.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await _fixture.RunAsync("doctor", "hosts", "--clean", "--all"));

        Assert.Equal("127.0.0.1 localhost\n", await File.ReadAllTextAsync(Path.Combine(_fixture.Root, "root/etc/hosts"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_hijacked_proxy_in_the_hosts_file_is_a_problem_and_is_taken_out()
    {
        _fixture.Write("root/etc/hosts", "127.0.0.1 proxy.golang.org\n");

        Assert.Equal(3, await _fixture.RunAsync("doctor", "hosts"));
        Assert.Equal(0, await _fixture.RunAsync("doctor", "hosts", "--remove", "proxy.golang.org"));

        Assert.Equal("# sluice: 127.0.0.1 proxy.golang.org\n", await File.ReadAllTextAsync(Path.Combine(_fixture.Root, "root/etc/hosts"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("doctor", "hosts", "--add", "x")]
    [InlineData("doctor", "hosts", "--add", "x=1.2.3.4", "--for", "2y")]
    [InlineData("doctor", "hosts", "--baseline", "none")]
    [InlineData("doctor", "dns", "https://x")]
    [InlineData("doctor", "mirrors", "--module", "golang.org/x/net")]
    [InlineData("doctor", "cache", "--all", "--offline")]
    public async Task Mistakes_of_the_command_line_are_told(params string[] arguments)
    {
        Assert.Equal(2, await _fixture.RunAsync(arguments));

        Assert.StartsWith($"sluice doctor {arguments[1]}: ", _fixture.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sluice.cache/1", 0, "doctor", "cache", "--offline")]
    [InlineData("sluice.hosts/1", 0, "doctor", "hosts")]
    [InlineData("sluice.egress/1", 0, "doctor", "egress", "--offline")]
    [InlineData("sluice.env/1", 0, "env", "show")]
    [InlineData("sluice.env-undo/1", 0, "env", "undo", "--list")]
    public async Task JSON_has_its_schema_and_stands_alone(string schema, int exitCode, params string[] arguments)
    {
        Assert.Equal(exitCode, await _fixture.RunAsync([.. arguments, "--format", "json"]));

        using var json = JsonDocument.Parse(_fixture.Out.ToString());
        Assert.Equal(schema, json.RootElement.GetProperty("schema").GetString());
    }

    [Fact]
    public async Task Where_no_mirror_answers_there_is_a_problem()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        Assert.Equal(3, await _fixture.RunAsync("doctor", "mirrors", "--only", "--rounds", "1", $"http://127.0.0.1:{port}", "--lang", "zh"));

        Assert.StartsWith("没有一个模块代理可用\n", _fixture.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_for_a_firewall_are_all_there_is_on_stdout()
    {
        _fixture.Variables["GOPROXY"] = "https://goproxy.cn,direct";
        _fixture.Variables["GOSUMDB"] = "off";

        Assert.Equal(0, await _fixture.RunAsync("doctor", "egress", "--offline", "--as", "yaml", "git.corp.example/team/lib@v1.2.3"));

        Assert.Equal(
            "# What Go module downloads need; made by: sluice doctor egress\negress:\n  - host: \"goproxy.cn\"\n    port: 443\n    protocol: tcp\n    why: \"GOPROXY entry 1\"\n"
            + "  - host: \"git.corp.example\"\n    port: 443\n    protocol: tcp\n    why: \"origin of git.corp.example/team/lib\"\n",
            _fixture.Out.ToString());
    }

    public void Dispose() => _fixture.Dispose();
}
