using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sluice.Cli.Run.Watching;

namespace Sluice.Cli.Run.Children;

/// <summary>
/// The command on Linux. Where there is a controlling terminal it stays in our process group: the terminal's own signals (Ctrl-C, Ctrl-\, Ctrl-Z) reach it without us, and a
/// shell's job control has both at once. Elsewhere it gets a group of its own, and we pass on what comes.
/// </summary>
internal sealed class LinuxChild : IRunChild
{
    private const int StructBytes = 1024;
    private const int SignalSetBytes = 128;
    private const int TerminatedMask = 0x7f;
    private readonly bool _hasGroup;
    private readonly PseudoTerminal? _terminal;

    private LinuxChild(int id, bool hasGroup, PseudoTerminal? terminal, Stream? output)
    {
        Id = id;
        _hasGroup = hasGroup;
        _terminal = terminal;
        Output = output;
        ExitCode = Task.Factory.StartNew(() => Wait(id), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Id { get; }

    public Stream? Output { get; }

    public Task<int> ExitCode { get; }

    /// <summary>Starts it.</summary>
    /// <exception cref="ChildStartException">It cannot be started.</exception>
    public static LinuxChild Start(ChildStart start)
    {
        var terminal = start.Streams is ChildStreams.ErrorTerminal or ChildStreams.BothTerminal ? OpenTerminal() : null;
        var ends = new[] { -1, -1 };
        if (terminal is null && start.Streams != ChildStreams.None && Libc.Pipe(ends, Libc.CloseOnExec) != 0)
        {
            throw new ChildStartException(Reason(Marshal.GetLastPInvokeError()), ExitCodes.InternalError);
        }

        var (reader, writer) = terminal is null ? (ends[0], ends[1]) : (terminal.Master, terminal.Slave);
        var hasGroup = !HasControllingTerminal();
        try
        {
            var id = Spawn(start, writer, hasGroup);
            var output = reader < 0 ? null : new FileStream(new SafeFileHandle(reader, ownsHandle: true), FileAccess.Read, bufferSize: 0);
            return new LinuxChild(id, hasGroup, terminal, output);
        }
        catch
        {
            Libc.Close(reader);
            throw;
        }
        finally
        {
            Libc.Close(writer);
        }
    }

    public void Signal(PosixSignal signal)
    {
        var number = signal switch
        {
            PosixSignal.SIGINT => Libc.SigInt,
            PosixSignal.SIGHUP => Libc.SigHup,
            PosixSignal.SIGQUIT => Libc.SigQuit,
            _ => Libc.SigTerm,
        };
        if (_hasGroup)
        {
            _ = Libc.Kill(-Id, number);
            return;
        }

        // What a key of the terminal sends goes to the whole group in the foreground: the command has it already.
        if (number is Libc.SigInt or Libc.SigQuit && IsInForeground())
        {
            return;
        }

        foreach (var id in ProcTree.Of(Id).Select(process => process.Id).Prepend(Id).Distinct())
        {
            _ = Libc.Kill(id, number);
        }
    }

    public void Kill()
    {
        // The tree first: what has left the group is found only as long as its parents live.
        foreach (var id in ProcTree.Of(Id).Select(process => process.Id).ToArray())
        {
            _ = Libc.Kill(id, Libc.SigKill);
        }

        _ = Libc.Kill(_hasGroup ? -Id : Id, Libc.SigKill);
    }

    public void Resize() => _terminal?.TakeSize(2);

    public void Dispose() => Output?.Dispose();

    private static PseudoTerminal? OpenTerminal()
    {
        try
        {
            var terminal = PseudoTerminal.Open();
            terminal.TakeSize(2);
            return terminal;
        }
        catch (Win32Exception)
        {
            // None to be had: a pipe does, though the command sees no terminal then.
            return null;
        }
    }

    private static int Spawn(ChildStart start, int writer, bool hasGroup)
    {
        var actions = Marshal.AllocHGlobal(StructBytes);
        var attributes = Marshal.AllocHGlobal(StructBytes);
        nint[] words = [.. RawText.Words(start.Words).Select(Allocate), 0];
        nint[] environment = [.. RawText.Environment(start.Environment).Select(Allocate), 0];
        try
        {
            _ = Libc.InitActions(actions);
            _ = Libc.InitAttributes(attributes);
            if (writer >= 0)
            {
                _ = Libc.AddDuplicate(actions, writer, 2);
                _ = start.Streams is ChildStreams.BothPipe or ChildStreams.BothTerminal ? Libc.AddDuplicate(actions, writer, 1) : 0;
            }

            // .NET ignores SIGPIPE, which a started program would inherit; its own handlers are undone by exec.
            var defaults = new byte[SignalSetBytes];
            defaults[(Libc.SigPipe - 1) / 8] = 1 << ((Libc.SigPipe - 1) % 8);
            _ = Libc.SetSignalDefaults(attributes, defaults);
            _ = Libc.SetSignalMask(attributes, new byte[SignalSetBytes]);
            _ = Libc.SetGroup(attributes, 0);
            _ = Libc.SetFlags(attributes, (short)(Libc.SpawnSetSignalDefaults | Libc.SpawnSetSignalMask | (hasGroup ? Libc.SpawnSetGroup : 0)));
            var error = Libc.Spawn(out var id, PseudoTerminal.Path(start.Words[0]), actions, attributes, words, environment);
            return error == 0 ? id : throw new ChildStartException(Reason(error), error == Libc.NoEntry ? 127 : 126);
        }
        finally
        {
            _ = Libc.DestroyActions(actions);
            _ = Libc.DestroyAttributes(attributes);
            Marshal.FreeHGlobal(actions);
            Marshal.FreeHGlobal(attributes);
            Array.ForEach(words, Marshal.FreeHGlobal);
            Array.ForEach(environment, Marshal.FreeHGlobal);
        }
    }

    private static nint Allocate(byte[] text)
    {
        var memory = Marshal.AllocHGlobal(text.Length + 1);
        Marshal.Copy(text, 0, memory, text.Length);
        Marshal.WriteByte(memory, text.Length, 0);
        return memory;
    }

    private static int Wait(int id)
    {
        int status;
        while (Libc.Wait(id, out status, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
            {
                return ExitCodes.InternalError;
            }
        }

        var signal = status & TerminatedMask;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    private static bool HasControllingTerminal()
    {
        var terminal = Libc.Open(PseudoTerminal.Path("/dev/tty"), Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec);
        _ = terminal >= 0 ? Libc.Close(terminal) : 0;
        return terminal >= 0;
    }

    private static bool IsInForeground()
    {
        var terminal = Libc.Open(PseudoTerminal.Path("/dev/tty"), Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec);
        var isOurs = terminal >= 0 && Libc.ForegroundGroup(terminal) == Libc.OwnGroup();
        _ = terminal >= 0 ? Libc.Close(terminal) : 0;
        return isOurs;
    }

    private static string Reason(int error) => new Win32Exception(error).Message;
}
