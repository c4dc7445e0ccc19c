using System.Text;

namespace Sluice.Doctor.Probes.Dns;

/// <summary>Domain names on the wire (RFC 1035, section 3.1 and 4.1.4). Bytes that are no letter, digit, <c>-</c> or <c>_</c> are written as <c>\DDD</c>.</summary>
internal static class DnsName
{
    /// <summary>Longest name on the wire, in bytes.</summary>
    public const int MaxBytes = 255;

    private const int MaxLabelBytes = 63;

    /// <summary>Most pointers that are followed in one name. Each must point before the last one, so a loop ends anyway.</summary>
    private const int MaxPointers = 128;

    /// <summary>Writes a name without compression. False when it cannot be a name: an empty or too long label, too long as a whole, not ASCII.</summary>
    public static bool TryWrite(string name, List<byte> target)
    {
        var start = target.Count;
        foreach (var label in name.Length == 0 ? [] : name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > MaxLabelBytes || !Ascii.IsValid(label) || label.Contains('\\', StringComparison.Ordinal))
            {
                return false;
            }

            target.Add((byte)label.Length);
            target.AddRange(Encoding.ASCII.GetBytes(label));
        }

        target.Add(0);
        return target.Count - start <= MaxBytes;
    }

    /// <summary>Reads a name.</summary>
    /// <param name="message">The whole message: pointers count from its start.</param>
    /// <param name="position">Where the name begins; afterwards where it ends.</param>
    /// <param name="name">The name; null when it is malformed.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int position, out string name)
    {
        name = "";
        var text = new StringBuilder();
        var at = position;
        var bytes = 1;
        var pointers = 0;
        var end = -1;
        var lowest = position;
        while (at < message.Length)
        {
            var length = message[at];
            if (length == 0)
            {
                position = end < 0 ? at + 1 : end;
                name = text.ToString();
                return true;
            }

            if (length >= 0xC0)
            {
                if (at + 1 >= message.Length || ++pointers > MaxPointers)
                {
                    return false;
                }

                end = end < 0 ? at + 2 : end;
                at = ((length & 0x3F) << 8) | message[at + 1];
                if (at >= lowest)
                {
                    return false;
                }

                lowest = at;
                continue;
            }

            bytes += length + 1;
            if (length > MaxLabelBytes || bytes > MaxBytes || at + 1 + length > message.Length)
            {
                return false;
            }

            Append(text, message.Slice(at + 1, length));
            at += 1 + length;
        }

        return false;
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> label)
    {
        if (text.Length > 0)
        {
            text.Append('.');
        }

        foreach (var value in label)
        {
            var c = (char)value;
            _ = char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '*' or '/' ? text.Append(c) : text.Append('\\').Append(value.ToString("D3", System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
