using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Cli.Tests.Commands;

/// <summary>The whole of <c>doctor --fix</c> on the real parts, on a machine of the test's own.</summary>
public sealed class DoctorFixTests : IDisposable
{
    private readonly CliFixture _fixture = new() { UsesRealTools = true };

    public DoctorFixTests()
    {
        _fixture.Variables["HOME"] = _fixture.Root;
        _fixture.Variables["PATH"] = "/usr/bin:/bin";
        _fixture.Variables["SHELL"] = "/bin/bash";
        _fixture.Variables["GOSUMDB"] = "off";
        _fixture.Host = host => host with { Root = Path.Combine(_fixture.Root, "root"), PublicResolvers = [], HttpsResolvers = [], RootServers = [] };
        _fixture.Write("root/etc/hosts", "127.0.0.1 localhost\n");
    }

    [Fact]
    public async Task A_stale_line_of_the_hosts_file_is_taken_out_or_the_run_says_that_it_is_still_there()
    {
        var port = ClosedPort();
        _fixture.Write(".config/go/env", $"GOPROXY=http://proxy.lab.test:{port}\n");
        _fixture.Write("root/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 proxy.lab.test\n");

        var code = await _fixture.RunAsync("doctor", "--fix", "--dry-run", "--timeout", "10", "example.com/m@v1.0.0");

        Assert.Equal(3, code);
        Assert.Contains("shown only", _fixture.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1 localhost\n127.0.0.1 proxy.lab.test\n", await File.ReadAllTextAsync(Path.Combine(_fixture.Root, "root/etc/hosts"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_dead_HTTP_proxy_is_put_out_and_everything_works()
    {
        await using var proxy = new ModuleProxy();
        _fixture.Variables["HTTP_PROXY"] = $"http://127.0.0.1:{ClosedPort()}";
        _fixture.Write(".bashrc", $"export HTTP_PROXY={_fixture.Variables["HTTP_PROXY"]}\n");
        _fixture.Write("root/etc/hosts", "127.0.0.1 localhost proxy.lab.test\n");
        _fixture.Write(".config/go/env", $"GOPROXY=http://proxy.lab.test:{proxy.Port}\n");

        var code = await _fixture.RunAsync("doctor", "--fix", "--yes", "--timeout", "10", "example.com/m@v1.0.0");

        Assert.Contains("before: failed, after: works", _fixture.Error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("# sluice: export HTTP_PROXY=", await File.ReadAllTextAsync(Path.Combine(_fixture.Root, ".bashrc"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotEqual(3, code);
    }

    [Theory]
    [InlineData("--yes and --dry-run go with --fix", "doctor", "--yes")]
    [InlineData("--yes and --dry-run do not go together", "doctor", "--fix", "--yes", "--dry-run")]
    [InlineData("--fix and --from do not go together", "doctor", "--fix", "--from", "x.zip")]
    public async Task Flags_that_do_not_go_together_are_told(string problem, params string[] arguments)
    {
        Assert.Equal(2, await _fixture.RunAsync(arguments));

        Assert.Contains(problem, _fixture.Error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();

    private static int ClosedPort()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        return ((IPEndPoint)closed.LocalEndpoint).Port;
    }

    /// <summary>Has example.com/m at v1.0.0, rightly.</summary>
    private sealed class ModuleProxy : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _loop;

        public ModuleProxy()
        {
            for (Port = ClosedPort(); ; Port = ClosedPort())
            {
                try
                {
                    _listener.Prefixes.Add($"http://*:{Port}/");
                    _listener.Start();
                    break;
                }
                catch (HttpListenerException)
                {
                    _listener.Prefixes.Clear();
                }
            }

            _loop = ServeAsync();
        }

        public int Port { get; }

        public async ValueTask DisposeAsync()
        {
            ((IDisposable)_listener).Dispose();
            await _loop;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var call = await _listener.GetContextAsync();
                    var path = call.Request.Url!.AbsolutePath;
                    var body = path switch
                    {
                        "/example.com/m/@v/list" => "v1.0.0\n",
                        "/example.com/m/@v/v1.0.0.info" or "/example.com/m/@latest" => """{"Version":"v1.0.0","Time":"2026-01-01T00:00:00Z"}""",
                        "/example.com/m/@v/v1.0.0.mod" => "module example.com/m\n",
                        "/example.com/m/@v/v1.0.0.zip" => "PK\u0003\u0004",
                        _ => null,
                    };
                    call.Response.StatusCode = body is null ? 404 : 200;
                    var bytes = Encoding.Latin1.GetBytes(body ?? "not found");
                    call.Response.ContentLength64 = bytes.Length;
                    await call.Response.OutputStream.WriteAsync(bytes);
                    call.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
