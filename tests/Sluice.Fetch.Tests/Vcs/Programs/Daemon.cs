using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

/// <summary>A version control program of this machine: run to make repositories, and as a server on loopback.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private readonly Process _process;

    private Daemon(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Runs a program to its end; it has to succeed. A missing one skips the test, and fails it in CI.</summary>
    public static async Task<string> RunAsync(string directory, string program, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(directory, program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        await process.WaitForExitAsync().OrFail();
        var said = await output;
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {said}{await errors}");
        return said;
    }

    /// <summary>Starts a server on a free port and waits until it takes connections.</summary>
    public static async Task<Daemon> ServeAsync(string directory, string program, Func<int, string[]> arguments)
    {
        var port = FreePort();
        var process = Process.Start(StartInfo(directory, program, arguments(port)))!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience.Long);
        while (true)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return new Daemon(process, port);
            }
            catch (SocketException)
            {
                Assert.False(process.HasExited, $"{program} has ended");
                await Task.Delay(10, patience.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string directory, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(GitCommand.RequireOrSkip(program), arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["PATH"] = GitCommand.SearchPath,
            ["HOME"] = directory,
            ["LC_ALL"] = "C.UTF-8",
            ["HGPLAIN"] = "1",
            ["HGRCPATH"] = "",
            ["USER"] = "author",
            ["TZ"] = "UTC",
        })
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
