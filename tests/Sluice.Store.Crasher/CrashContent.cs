using System.Globalization;
using System.Text;

namespace Sluice.Store.Crasher;

/// <summary>
/// Content that tells what it should be: a first line with the path of the file and a generation, then bytes that follow from that line.
/// So a reader can tell a whole file from a torn one without knowing what was written last.
/// </summary>
public static class CrashContent
{
    /// <summary>The content of a generation of a file.</summary>
    public static byte[] Create(string relativePath, int generation)
    {
        var header = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{relativePath} {generation}\n"));
        var state = 2166136261u;
        foreach (var b in header)
        {
            state = (state ^ b) * 16777619;
        }

        var limit = relativePath.EndsWith(".zip", StringComparison.Ordinal) ? 400_000u : 9_000u;
        var content = new byte[header.Length + (state % limit)];
        header.CopyTo(content, 0);
        state |= 1;
        for (var i = header.Length; i < content.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            content[i] = (byte)((state >> 8) % 255 + 1);
        }

        return content;
    }

    /// <summary>Whether a file's content is exactly that of some generation of this path.</summary>
    public static bool IsWhole(string relativePath, ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf((byte)'\n');
        if (end < 0)
        {
            return false;
        }

        var header = Encoding.UTF8.GetString(content[..end]);
        return header.StartsWith(relativePath + " ", StringComparison.Ordinal)
            && int.TryParse(header.AsSpan(relativePath.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            && content.SequenceEqual(Create(relativePath, generation));
    }
}
