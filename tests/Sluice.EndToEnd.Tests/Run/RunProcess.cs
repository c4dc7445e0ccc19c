using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Run;

/// <summary>A real <c>sluice run</c>, a process of its own in a clean environment. What it says is kept as bytes. Killed when disposed.</summary>
internal sealed class RunProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _output;
    private readonly Task _errors;
    private readonly MemoryStream _outputBytes = new();
    private readonly MemoryStream _errorBytes = new();
    private readonly Lock _lock = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _waiters = [];
    private long _limit = long.MaxValue;

    private RunProcess(Process process)
    {
        _process = process;
        _output = ReadAsync(process.StandardOutput.BaseStream, _outputBytes);
        _errors = ReadAsync(process.StandardError.BaseStream, _errorBytes);
    }

    public int Id => _process.Id;

    public byte[] OutputBytes => Copy(_outputBytes);

    public byte[] ErrorBytes => Copy(_errorBytes);

    public string Output => Encoding.UTF8.GetString(OutputBytes);

    public string Errors => Encoding.UTF8.GetString(ErrorBytes);

    /// <summary>Its stdin.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts it.</summary>
    /// <param name="directory">The working directory.</param>
    /// <param name="variables">The whole environment but PATH and HOME.</param>
    /// <param name="arguments">Behind <c>sluice run</c>.</param>
    public static RunProcess Start(TempDirectory directory, IEnumerable<KeyValuePair<string, string>> variables, params string[] arguments) =>
        StartProgram(directory, variables, Dotnet, [Program, "run", .. arguments]);

    /// <summary>Starts a program that starts it, with the words that do so.</summary>
    public static RunProcess StartProgram(TempDirectory directory, IEnumerable<KeyValuePair<string, string>> variables, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory.Folder("project"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = directory.Folder("home");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new RunProcess(Process.Start(start)!);
    }

    /// <summary>The dotnet host of the tests.</summary>
    public static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>The program of the same build.</summary>
    public static string Program
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(own.Parent!.Parent!.FullName, "Sluice.Cli", own.Name, "sluice.dll");
        }
    }

    /// <summary>Ends when stdout or stderr holds the text.</summary>
    public Task WaitForAsync(string text)
    {
        lock (_lock)
        {
            if (Holds(text))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((text, seen));
            return seen.Task.OrFail();
        }
    }

    /// <summary>Ends when so many bytes have come; nothing more is read then.</summary>
    public Task WaitForBytesAsync(long bytes)
    {
        Interlocked.Exchange(ref _limit, bytes);
        return Task.WhenAny(_output, _errors).OrFail();
    }

    /// <summary>Sends a signal to it alone.</summary>
    public void Signal(int number) => Assert.Equal(0, Kill(Id, number));

    /// <summary>Its exit code; a <see cref="TimeoutException"/> when it does not come to an end.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().OrFail();
        await Task.WhenAll(_output, _errors).OrFail();
        return _process.ExitCode;
    }

    /// <summary>Closes our end of its stderr.</summary>
    public void StopReadingErrors() => _process.StandardError.Close();

    /// <summary>Whether a process runs.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            var state = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return !state[(state.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync().OrFail();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int processId, int signal);

    private async Task ReadAsync(Stream stream, MemoryStream target)
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        try
        {
            int read;
            while (total < Interlocked.Read(ref _limit) && (read = await stream.ReadAsync(buffer)) > 0)
            {
                total += read;
                Take(buffer.AsSpan(0, read), target);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The test closed it.
        }

        lock (_lock)
        {
            _waiters.ForEach(waiter => waiter.Seen.TrySetException(new InvalidOperationException($"it ended without saying \"{waiter.Text}\"\n{Errors}")));
            _waiters.Clear();
        }
    }

    private void Take(ReadOnlySpan<byte> bytes, MemoryStream target)
    {
        lock (_lock)
        {
            if (_limit == long.MaxValue)
            {
                target.Write(bytes);
            }

            foreach (var waiter in _waiters.Where(waiter => Holds(waiter.Text)).ToArray())
            {
                _waiters.Remove(waiter);
                waiter.Seen.SetResult();
            }
        }
    }

    // Texts that are waited for are ASCII; a stream's end with bytes of half a character does no harm.
    private bool Holds(string text) => Encoding.UTF8.GetString(_outputBytes.GetBuffer(), 0, (int)_outputBytes.Length).Contains(text, StringComparison.Ordinal)
        || Encoding.UTF8.GetString(_errorBytes.GetBuffer(), 0, (int)_errorBytes.Length).Contains(text, StringComparison.Ordinal);

    private byte[] Copy(MemoryStream stream)
    {
        lock (_lock)
        {
            return stream.ToArray();
        }
    }
}
