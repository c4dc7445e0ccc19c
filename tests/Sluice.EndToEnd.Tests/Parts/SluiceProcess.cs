using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>A real <c>sluice serve</c>: the program of the same build, a process of its own, on a free port of loopback. Killed when disposed.</summary>
internal sealed class SluiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TempDirectory _home;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _events = [];
    private readonly List<(string Name, TaskCompletionSource Seen)> _waiters = [];
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;
    private readonly Task _errors;

    private SluiceProcess(Process process, TempDirectory home)
    {
        _process = process;
        _home = home;
        Id = process.Id;
        _output = DrainAsync(process.StandardOutput);
        _errors = ReadLogAsync(process.StandardError);
    }

    /// <summary>Its base URL, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The process id; stays known after the end.</summary>
    public int Id { get; }

    /// <summary>What it said on stderr so far, a line each.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    /// <summary>Its memory, now.</summary>
    public ProcessMemory Memory => new(Id);

    /// <summary>Starts a gateway and waits until it listens.</summary>
    public static async Task<SluiceProcess> StartAsync(SluiceOptions options)
    {
        var home = new TempDirectory();
        var process = new Process { StartInfo = StartInfo(options, home) };
        process.Start();
        process.StandardInput.Close();
        var gateway = new SluiceProcess(process, home);
        try
        {
            gateway.Url = await gateway._address.Task.OrFail();
            return gateway;
        }
        catch (TimeoutException exception)
        {
            await gateway.DisposeAsync();
            throw new InvalidOperationException($"sluice serve did not start:\n{string.Join('\n', gateway.Log)}", exception);
        }
    }

    /// <summary>Ends when the log has told of an event of this name.</summary>
    public Task WaitForEventAsync(string name)
    {
        lock (_lock)
        {
            if (_events.Contains(name))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((name, seen));
            return seen.Task.OrFail();
        }
    }

    /// <summary>Asks it to stop: SIGTERM.</summary>
    public void Terminate()
    {
        const int SigTerm = 15;
        if (Kill(Id, SigTerm) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Ends it on the spot, as a crash does: SIGKILL.</summary>
    public void Crash() => _process.Kill();

    /// <summary>The exit code; a <see cref="TimeoutException"/> when it does not come to an end.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await Task.WhenAll(_process.WaitForExitAsync(), _output, _errors).OrFail();
        return _process.ExitCode;
    }

    /// <summary>Stops it in good order and returns the exit code.</summary>
    public Task<int> StopAsync()
    {
        Terminate();
        return WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await WaitForExitAsync();
        _process.Dispose();
        _home.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int processId, int signal);

    private static ProcessStartInfo StartInfo(SluiceOptions options, TempDirectory home)
    {
        // artifacts/bin/<project>/<configuration>: the program has the configuration of the tests.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Sluice.Cli", own.Name, "sluice.dll");
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        string[] flags =
        [
            "--listen", "127.0.0.1:0", "--data", options.Data, "--upstreams", options.Upstreams, "--sumdb", options.SumDb,
            "--zip-rules", options.ZipRules, "--log-format", "json",
        ];
        string[] config = options.Configuration.Length > 0 ? ["--config", home.Write("sluice.yaml", options.Configuration)] : [];
        var start = new ProcessStartInfo(dotnet, [program, "serve", .. flags, .. config])
        {
            WorkingDirectory = home.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Nothing of the surroundings may change what is tested: no forward proxy, no .netrc, no runtime settings.
        start.Environment.Clear();
        start.Environment["HOME"] = home.Folder("home");
        start.Environment["PATH"] = "/usr/bin:/bin";
        return start;
    }

    private static async Task DrainAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is not null)
        {
            // Only so that the pipe never fills.
        }
    }

    private async Task ReadLogAsync(StreamReader errors)
    {
        while (await errors.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
            if (line.StartsWith('{'))
            {
                Notice(line);
            }
        }

        _address.TrySetException(new TimeoutException("it ended"));
    }

    private void Notice(string line)
    {
        using var json = JsonDocument.Parse(line);
        var name = json.RootElement.GetProperty("event").GetString()!;
        if (name == "started")
        {
            _address.TrySetResult(json.RootElement.GetProperty("addresses").GetString()!);
        }

        lock (_lock)
        {
            _events.Add(name);
            foreach (var waiter in _waiters.Where(waiter => waiter.Name == name).ToArray())
            {
                _waiters.Remove(waiter);
                waiter.Seen.SetResult();
            }
        }
    }
}

/// <summary>What a gateway is started with. The checksum database is off, the log is JSON.</summary>
/// <param name="Data">The data directory.</param>
/// <param name="Upstreams">A GOPROXY list.</param>
internal sealed record SluiceOptions(string Data, string Upstreams)
{
    /// <summary><c>refuse</c> or <c>pass</c>.</summary>
    public string ZipRules { get; init; } = "refuse";

    /// <summary>In the syntax of GOSUMDB.</summary>
    public string SumDb { get; init; } = "off";

    /// <summary>The configuration file's text; empty for none.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>These options with other limits: <c>fetchTimeout: 2s</c>, a setting each.</summary>
    public SluiceOptions WithLimits(params string[] limits) =>
        this with { Configuration = string.Create(CultureInfo.InvariantCulture, $"limits:\n{string.Concat(limits.Select(limit => $"  {limit}\n"))}") };
}
