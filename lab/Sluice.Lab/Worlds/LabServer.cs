using System.Diagnostics;
using System.Globalization;

namespace Sluice.Lab.Worlds;

/// <summary>A server that the lab started. Its output goes to a log file in the world's folder.</summary>
internal sealed class LabServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly string _name;
    private readonly string _log;
    private readonly Task _copying;

    private LabServer(Process process, string name, string log)
    {
        _process = process;
        _name = name;
        _log = log;
        _copying = Task.WhenAll(CopyAsync(process.StandardOutput, log), CopyAsync(process.StandardError, log + ".err"));
    }

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a server.</summary>
    public static LabServer Start(string name, ToolStart start, string logFolder)
    {
        var process = Process.Start(Tool.Describe(start)) ?? throw new LabException($"{start.Program} cannot be started");
        process.StandardInput.Close();
        return new LabServer(process, name, Path.Combine(logFolder, name + ".log"));
    }

    /// <summary>Waits until somebody listens on a port in the server's network namespace.</summary>
    /// <param name="port">The port.</param>
    /// <param name="address">The address in dotted form; null for any.</param>
    /// <param name="isUdp">UDP instead of TCP.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LabException">It ended, or is not there after two minutes.</exception>
    public async Task<LabServer> ListeningAsync(int port, string? address, bool isUdp, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!IsListening(port, address, isUdp))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > StartLimit)
            {
                throw new LabException($"{_name} does not listen on port {port}\n{await TailAsync()}");
            }

            await Task.Delay(10, cancellationToken);
        }

        return this;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Tool.End(_process);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            await _copying.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // A grandchild holds the pipe; the world ends whatever is left in its namespaces.
        }

        _process.Dispose();
    }

    private bool IsListening(int port, string? address, bool isUdp)
    {
        var mark = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        var wanted = address is null ? mark : string.Concat(System.Net.IPAddress.Parse(address).GetAddressBytes().Reverse().Select(part => part.ToString("X2", CultureInfo.InvariantCulture))) + mark;
        var state = isUdp ? "07" : "0A";
        string[] tables = isUdp ? ["udp", "udp6"] : ["tcp", "tcp6"];
        return tables.SelectMany(Lines).Any(fields => fields.Length > 3 && fields[3] == state && fields[1].EndsWith(wanted, StringComparison.Ordinal));
    }

    private IEnumerable<string[]> Lines(string table)
    {
        try
        {
            return File.ReadLines($"/proc/{_process.Id}/net/{table}").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        }
        catch (IOException)
        {
            return [];
        }
    }

    private async Task<string> TailAsync()
    {
        await Task.Delay(100);
        return string.Concat(new[] { _log, _log + ".err" }.Where(File.Exists).Select(file => string.Join('\n', File.ReadLines(file).TakeLast(20)) + "\n"));
    }

    private static async Task CopyAsync(StreamReader from, string file)
    {
        await using var to = new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        while (await from.ReadLineAsync() is { } line)
        {
            await to.WriteLineAsync(line);
        }
    }
}
