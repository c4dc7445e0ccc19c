using System.Text;

namespace Sluice.Doctor.Explain;

/// <summary>Small questions about ASCII text in bytes.</summary>
internal static class Bytes
{
    public static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    public static bool IsLetter(byte b) => (uint)((b | 0x20) - 'a') <= 'z' - 'a';

    public static bool IsWord(byte b) => IsLetter(b) || IsDigit(b);

    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    public static bool StartsWithIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);

    /// <summary>Without blanks on both sides.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);

    /// <summary>Digits at the start, as a number; -1 when there are none or more than nine.</summary>
    public static int Number(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        var number = 0;
        while (length < text.Length && IsDigit(text[length]))
        {
            number = (number * 10) + text[length] - '0';
            if (++length > 9)
            {
                return -1;
            }
        }

        return length == 0 ? -1 : number;
    }

    /// <summary>The part before the first byte that ends a word of a path, host or URL in running text.</summary>
    public static int TokenLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny(" \t\"'()<>,;`"u8);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Text of bytes; what is not UTF-8 becomes U+FFFD.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
