using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sluice.Cli.Run.Children;

/// <summary>The command on Windows and macOS, by .NET's own means: it keeps our console; stderr passes through us unless it is a terminal.</summary>
internal sealed class OtherChild : IRunChild
{
    private readonly Process _process;

    private OtherChild(Process process, Stream? output)
    {
        _process = process;
        Output = output;
        ExitCode = WaitAsync();
    }

    public int Id => _process.Id;

    public Stream? Output { get; }

    public Task<int> ExitCode { get; }

    /// <summary>Starts it.</summary>
    /// <exception cref="ChildStartException">It cannot be started.</exception>
    public static OtherChild Start(ChildStart start)
    {
        var isSeen = start.Streams is ChildStreams.ErrorPipe or ChildStreams.BothPipe;
        var info = new ProcessStartInfo(start.Words[0], start.Words.Skip(1)) { WorkingDirectory = start.Directory, RedirectStandardError = isSeen };
        info.Environment.Clear();
        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(info)!;
            return new OtherChild(process, isSeen ? process.StandardError.BaseStream : null);
        }
        catch (Win32Exception exception)
        {
            const int NoFile = 2;
            throw new ChildStartException(exception.Message, exception.NativeErrorCode == NoFile ? 127 : 126);
        }
    }

    public void Signal(PosixSignal signal)
    {
        // Ctrl-C reaches every process of a console. Windows has no other way to ask a program to end.
        if (signal is not (PosixSignal.SIGINT or PosixSignal.SIGQUIT))
        {
            Kill();
        }
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Resize()
    {
        // The console is the command's own.
    }

    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
