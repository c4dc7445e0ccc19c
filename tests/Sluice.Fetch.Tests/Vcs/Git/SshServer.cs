using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Git;

/// <summary>OpenSSH's own server on a free port of loopback, for the user who runs the tests: one sshd for each connection, as inetd does it.</summary>
internal sealed class SshServer : IAsyncDisposable
{
    /// <summary>Where sshd locks itself in before the login, when root runs it.</summary>
    private const string PrivilegeSeparation = "/run/sshd";

    /// <summary>Means something to a shell, unless it is quoted.</summary>
    private const string UserKey = "it's the \"user's\" $(key)";

    private readonly TempDirectory _temp = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _program;
    private readonly Task _accepting;

    public SshServer()
    {
        _program = GitCommand.RequireOrSkip("sshd");
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory(PrivilegeSeparation);
        }

        MakeKey("host");
        MakeKey(UserKey);
        File.Copy(_temp[UserKey + ".pub"], _temp["authorized"]);
        _temp.Write("config", $"HostKey {_temp["host"]}\nAuthorizedKeysFile {_temp["authorized"]}\nStrictModes no\nUsePAM no\nPidFile none\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n");
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string KnownHosts => _temp.Write("known hosts", $"[127.0.0.1]:{Port} {File.ReadAllText(_temp["host.pub"])}");

    public string IdentityFile => _temp[UserKey];

    /// <summary>A key that the server does not know.</summary>
    public string StrangeKey => MakeKey("strange");

    /// <summary>A known_hosts file with another key for this server.</summary>
    public string WrongKnownHosts => _temp.Write("wrong_hosts", $"[127.0.0.1]:{Port} {File.ReadAllText(_temp["authorized"])}");

    public string UrlOf(GitFixture fixture) => $"ssh://{Environment.UserName}@127.0.0.1:{Port}{fixture.Directory}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _temp.Dispose();
        _end.Dispose();
    }

    private string MakeKey(string name)
    {
        var start = new ProcessStartInfo(GitCommand.RequireOrSkip("ssh-keygen"), ["-q", "-t", "ed25519", "-N", "", "-f", _temp[name]]);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return _temp[name];
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var process = Process.Start(new ProcessStartInfo(_program, ["-i", "-e", "-f", _temp["config"]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var log = new StringBuilder();
            process.ErrorDataReceived += (_, line) => log.AppendLine(line.Data);
            process.BeginErrorReadLine();
            var up = PumpAsync(stream, process.StandardInput.BaseStream);
            await process.StandardOutput.BaseStream.CopyToAsync(stream, _end.Token);
            socket.Shutdown(SocketShutdown.Both);
            await up;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // The client has gone, or the test has ended.
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private async Task PumpAsync(NetworkStream from, Stream to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
            await to.FlushAsync(_end.Token);
        }

        to.Close();
    }
}
