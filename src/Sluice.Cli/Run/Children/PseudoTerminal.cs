using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Cli.Run.Children;

/// <summary>A pseudo-terminal that changes no byte, of the size of our own terminal.</summary>
internal sealed class PseudoTerminal
{
    private const int MaxName = 128;

    // struct termios has 60 bytes with glibc and musl; struct winsize has 8.
    private const int AttributeBytes = 256;
    private const int SizeBytes = 8;

    private PseudoTerminal(int master, int slave)
    {
        Master = master;
        Slave = slave;
    }

    public int Master { get; }

    public int Slave { get; }

    /// <summary>Opens one. Both ends close themselves in programs that are started.</summary>
    /// <exception cref="Win32Exception">The system gives none.</exception>
    public static PseudoTerminal Open()
    {
        const int Flags = Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec;
        var master = Check(Libc.OpenPseudoTerminal(Flags));
        var name = new byte[MaxName];
        if (Libc.Grant(master) != 0 || Libc.Unlock(master) != 0 || Libc.NameOf(master, name, MaxName) != 0)
        {
            Libc.Close(master);
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        var slave = Check(Libc.Open(name, Flags));
        var attributes = new byte[AttributeBytes];
        if (Libc.GetAttributes(slave, attributes) == 0)
        {
            Libc.MakeRaw(attributes);
            _ = Libc.SetAttributes(slave, 0, attributes);
        }

        return new PseudoTerminal(master, slave);
    }

    /// <summary>Gives it the size of a terminal.</summary>
    public void TakeSize(int from)
    {
        var size = new byte[SizeBytes];
        if (Libc.Control(from, Libc.GetWindowSize, size) == 0)
        {
            _ = Libc.Control(Master, Libc.SetWindowSize, size);
        }
    }

    private static int Check(int descriptor) => descriptor >= 0 ? descriptor : throw new Win32Exception(Marshal.GetLastPInvokeError());

    /// <summary>A path as C wants it.</summary>
    public static byte[] Path(string text) => [.. Encoding.UTF8.GetBytes(text), 0];
}
