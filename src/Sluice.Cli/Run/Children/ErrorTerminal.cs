using System.Buffers.Binary;

namespace Sluice.Cli.Run.Children;

/// <summary>The terminal on stderr, asked without .NET's console: that one would switch the keypad of the terminal under the command.</summary>
internal static class ErrorTerminal
{
    private const int SizeBytes = 8;

    /// <summary>Its columns; what the context measures where there is none, and on other systems than Linux.</summary>
    public static int Width(CliContext context)
    {
        var size = new byte[SizeBytes];
        if (!OperatingSystem.IsLinux() || !context.IsErrorTerminal || Libc.Control(2, Libc.GetWindowSize, size) != 0)
        {
            return context.Width;
        }

        // struct winsize: rows, then columns, in the machine's order.
        var columns = BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(size.AsSpan(2)) : BinaryPrimitives.ReadUInt16BigEndian(size.AsSpan(2));
        return columns > 0 ? columns : context.Width;
    }
}
