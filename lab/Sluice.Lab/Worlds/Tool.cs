using System.Diagnostics;
using System.Text;

namespace Sluice.Lab.Worlds;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 when it succeeded; -1 when it was ended for its time limit.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
/// <param name="Elapsed">How long it ran.</param>
/// <param name="HasTimedOut">Whether its time limit ended it.</param>
internal sealed record ToolResult(int ExitCode, string Output, string Errors, TimeSpan Elapsed, bool HasTimedOut)
{
    /// <summary>Both streams, the output first.</summary>
    public string All => Output + Errors;
}

/// <summary>How a program is started.</summary>
internal sealed record ToolStart(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Its whole environment; null inherits ours.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Its working directory; null for the root of the file system.</summary>
    public string? Directory { get; init; }

    /// <summary>After this it is ended with its children. Default one minute.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Runs programs to their end.</summary>
internal static class Tool
{
    /// <summary>Runs a program; a failure and a passed time limit are results.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the program and its children are gone.</exception>
    public static async Task<ToolResult> RunAsync(ToolStart start, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(start) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = new StringBuilder();
        var errors = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        var began = Stopwatch.GetTimestamp();
        process.Start();
        limit.CancelAfter(start.Limit);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new ToolResult(process.ExitCode, output.ToString(), errors.ToString(), Stopwatch.GetElapsedTime(began), HasTimedOut: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            End(process);
            lock (errors)
            {
                return new ToolResult(-1, output.ToString(), errors.ToString(), Stopwatch.GetElapsedTime(began), HasTimedOut: true);
            }
        }
        catch (OperationCanceledException)
        {
            End(process);
            throw;
        }
    }

    /// <summary>Runs a program and throws with all that it said when it fails.</summary>
    /// <exception cref="LabException">It failed or was not done in time.</exception>
    public static async Task<string> RunOrFailAsync(ToolStart start, CancellationToken cancellationToken)
    {
        var result = await RunAsync(start, cancellationToken);
        return result.ExitCode == 0
            ? result.Output
            : throw new LabException($"{start.Program} {string.Join(' ', start.Arguments)}: exit {result.ExitCode}\n{result.All}");
    }

    /// <summary>Runs a shell script that stops at its first failure.</summary>
    /// <exception cref="LabException">It failed or was not done in time.</exception>
    public static Task<string> ShellAsync(string script, CancellationToken cancellationToken) =>
        RunOrFailAsync(new ToolStart("/bin/sh", ["-euc", script]), cancellationToken);

    /// <summary>Where a program lies; null when it is not installed. Servers are often outside an account's <c>PATH</c>.</summary>
    public static string? Find(string program)
    {
        var folders = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/local/sbin:/usr/sbin:/sbin".Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    /// <summary>What the system needs to start it.</summary>
    internal static ProcessStartInfo Describe(ToolStart start)
    {
        var info = new ProcessStartInfo(start.Program, start.Arguments)
        {
            WorkingDirectory = start.Directory ?? "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (start.Environment is { } environment)
        {
            info.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                info.Environment[name] = value;
            }
        }

        return info;
    }

    /// <summary>Ends a program with its children, if it still runs.</summary>
    internal static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // It has ended already.
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        const int MaxChars = 1 << 20;
        lock (text)
        {
            if (line is not null && text.Length < MaxChars)
            {
                text.Append(line).Append('\n');
            }
        }
    }
}
