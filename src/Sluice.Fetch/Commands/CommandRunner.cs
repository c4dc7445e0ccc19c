using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Commands;

/// <summary>
/// Runs external programs: arguments as a list, a whole environment, no terminal, output within a limit, ended with all their children when cancelled.
/// Each run is noted in the fetch's context.
/// </summary>
internal sealed class CommandRunner(TimeProvider time)
{
    private const int MaxErrorChars = 16 * 1024;
    private const int CopyBytes = 64 * 1024;

    /// <summary>Runs a program and gives its output back.</summary>
    /// <exception cref="FaultException">It is not installed, or says more than its limit. An exit code is no fault here.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program and its children are gone.</exception>
    public async Task<CommandResult> RunAsync(CommandRequest request, FetchContext context, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var result = await RunAsync(request, output, context, cancellationToken);
        return result with { Output = output.ToArray() };
    }

    /// <summary>Runs a program and writes its output into a stream as it comes.</summary>
    /// <exception cref="FaultException">It is not installed, or says more than its limit. An exit code is no fault here.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program and its children are gone.</exception>
    public async Task<CommandResult> RunAsync(CommandRequest request, Stream output, FetchContext context, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var process = Start(request);
        var errors = new StringBuilder();
        var received = new Counter();
        try
        {
            var reading = ReadErrorsAsync(process.StandardError, errors, cancellationToken);
            var writing = WriteInputAsync(process, request.Input, cancellationToken);
            await CopyAsync(process.StandardOutput.BaseStream, output, received, request, cancellationToken);
            await Task.WhenAll(reading, writing);
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, [], errors.ToString());
        }
        finally
        {
            End(process);
            context.Note(new FetchStep("run", Show(request)) { Duration = time.GetElapsedTime(started), Bytes = received.Total });
        }
    }

    private static Process Start(CommandRequest request)
    {
        var start = new ProcessStartInfo
        {
            FileName = Find(request),
            WorkingDirectory = request.Directory ?? Path.GetPathRoot(Path.GetTempPath())!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in request.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in request.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw new FaultException(FaultCodes.ProgramMissing.At(detail: $"{request.Program} cannot be started"), exception);
        }
    }

    /// <summary>Looks in the <c>PATH</c> that the program itself gets: ours does not count.</summary>
    private static string Find(CommandRequest request)
    {
        if (Path.IsPathRooted(request.Program))
        {
            return request.Program;
        }

        string[] names = OperatingSystem.IsWindows() ? [request.Program + ".exe", request.Program + ".cmd"] : [request.Program];
        var folders = request.Environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Where(Path.IsPathRooted).SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new FaultException(FaultCodes.ProgramMissing.At(detail: $"{request.Program} is not in PATH"));
    }

    private static async Task CopyAsync(Stream from, Stream to, Counter received, CommandRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[CopyBytes];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            received.Total += count;
            if (received.Total > request.OutputLimitBytes)
            {
                var detail = string.Create(CultureInfo.InvariantCulture, $"{request.Program} {request.Arguments[0]} says more than {request.OutputLimitBytes} bytes");
                throw new FaultException(FaultCodes.TooBig.At(detail: detail));
            }

            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private static async Task ReadErrorsAsync(StreamReader reader, StringBuilder errors, CancellationToken cancellationToken)
    {
        var buffer = new char[1024];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            errors.Append(buffer, 0, count);
            if (errors.Length > MaxErrorChars)
            {
                errors.Remove(0, errors.Length - MaxErrorChars);
            }
        }
    }

    private static async Task WriteInputAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything; its exit code tells the rest.
        }
    }

    /// <summary>Ends the program with its children, if it still runs. Not asked of one that has ended: that looks through all processes there are.</summary>
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

    /// <summary>What came so far: it counts for a program that was ended, too.</summary>
    private sealed class Counter
    {
        public long Total { get; set; }
    }

    private static string Show(CommandRequest request) =>
        string.Join(' ', request.Arguments.Prepend(request.Program).Select(part => part.Length > 0 && !part.AsSpan().ContainsAny(" \t\n\"'\\") ? part : $"'{part}'"));
}
