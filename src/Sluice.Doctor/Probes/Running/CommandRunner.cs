using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Sluice.Doctor.Probes.Running;

/// <summary>One run of an external program.</summary>
/// <param name="Program">Its name, looked up in <c>PATH</c> of <paramref name="Environment"/>, or a full path.</param>
/// <param name="Arguments">Its arguments; never a shell's text, nothing secret.</param>
/// <param name="Environment">Its whole environment; nothing is inherited.</param>
internal sealed record CommandRequest(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>How long it may take; default 8 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The folder that it runs in; the root of the file system where it does not matter.</summary>
    public string WorkingDirectory { get; init; } = Path.GetPathRoot(Path.GetTempPath())!;
}

/// <summary>How a run ended.</summary>
internal enum CommandOutcome
{
    /// <summary>By itself.</summary>
    Ended,

    /// <summary>It took too long, and was ended with its children.</summary>
    TimedOut,

    /// <summary>There is no such program, or it cannot be started.</summary>
    Missing,
}

/// <summary>What a program said.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="ExitCode">Its exit code; null unless it ended by itself.</param>
/// <param name="Output">The start of its standard output, at most 4 MiB.</param>
/// <param name="Errors">The end of its standard error, at most 4,096 characters.</param>
/// <param name="TookMs">How long it took.</param>
internal sealed record CommandRun(CommandOutcome Outcome, int? ExitCode, string Output, string Errors, double TookMs);

/// <summary>Runs programs: arguments as a list, a whole environment, no terminal, bounded output, ended with their children. Every end is a value.</summary>
internal sealed class CommandRunner(TimeProvider time)
{
    private const int MaxOutputChars = 4 * 1024 * 1024;
    private const int MaxErrorChars = 4096;

    /// <summary>Runs a program.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the program and its children are gone.</exception>
    public async Task<CommandRun> RunAsync(CommandRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var process = Start(request);
        if (process is null)
        {
            return new CommandRun(CommandOutcome.Missing, null, "", "", 0);
        }

        using var limit = new CancellationTokenSource(request.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var output = new StringBuilder();
        var errors = new StringBuilder();
        try
        {
            process.StandardInput.Close();
            var reading = ReadAsync(process.StandardOutput, output, MaxOutputChars, keepsEnd: false, either.Token);
            await ReadAsync(process.StandardError, errors, MaxErrorChars, keepsEnd: true, either.Token);
            await reading;
            await process.WaitForExitAsync(either.Token);
            return Result(CommandOutcome.Ended, process.ExitCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Result(CommandOutcome.TimedOut, null);
        }
        finally
        {
            End(process);
        }

        CommandRun Result(CommandOutcome outcome, int? exitCode) =>
            new(outcome, exitCode, output.ToString(), errors.ToString(), time.GetElapsedTime(started).TotalMilliseconds);
    }

    private static Process? Start(CommandRequest request)
    {
        var system = OperatingSystem.IsWindows() ? HostSystem.Windows : HostSystem.Linux;
        var host = new DoctorHost { Environment = request.Environment, System = system, WorkingDirectory = "", Time = TimeProvider.System, Random = _ => 0 };
        var program = Path.IsPathRooted(request.Program) ? request.Program : Programs.Find(host, request.Program);
        if (program is null)
        {
            return null;
        }

        var start = new ProcessStartInfo(program, request.Arguments)
        {
            WorkingDirectory = request.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in request.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            return null;
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder text, int most, bool keepsEnd, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (keepsEnd || text.Length < most)
            {
                text.Append(buffer, 0, count);
            }

            if (keepsEnd && text.Length > most)
            {
                text.Remove(0, text.Length - most);
            }
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already.
        }
    }
}
