using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Sluice.Cli.Run.Watching;

/// <summary>Whom a process is connected to over TCP, from /proc/net/tcp and tcp6.</summary>
internal static class PeerTable
{
    private const int MaxLines = 50_000;
    private const string Listening = "0A";

    /// <summary>The first peer, <c>1.2.3.4:443</c>; null for none.</summary>
    public static string? Of(int process)
    {
        var sockets = ProcTree.FilesOf(process).Where(file => file.StartsWith("socket:[", StringComparison.Ordinal)).Select(file => file[8..^1]).ToHashSet();
        return sockets.Count == 0 ? null : Find(process, "tcp", sockets) ?? Find(process, "tcp6", sockets);
    }

    private static string? Find(int process, string table, HashSet<string> sockets)
    {
        try
        {
            // "  0: 0100007F:9EA5 0200007F:01BB 01 ... inode": the state stands fourth, the inode tenth.
            foreach (var line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/net/{table}")).Skip(1).Take(MaxLines))
            {
                var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 9 && fields[3] != Listening && sockets.Contains(fields[9]))
                {
                    return AddressOf(fields[2]);
                }
            }
        }
        catch (Exception exception) when (ProcTree.IsGone(exception) || exception is FormatException)
        {
            // It ended meanwhile.
        }

        return null;
    }

    /// <summary>Words of four bytes in the machine's order.</summary>
    private static string AddressOf(string text)
    {
        var bytes = Convert.FromHexString(text[..text.IndexOf(':')]);
        for (var i = 0; BitConverter.IsLittleEndian && i < bytes.Length; i += 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i)));
        }

        var address = new IPAddress(bytes);
        var port = int.Parse(text.AsSpan(text.IndexOf(':') + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port).ToString();
    }
}
