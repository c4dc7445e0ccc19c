using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Sluice.Modules.GoMod.Syntax;

/// <summary>
/// Text from bytes that may not be UTF-8, and back, without loss: a stray byte 0xNN becomes the lone surrogate U+DCNN, which valid text
/// never holds. The go command keeps such bytes in comments and words, so we do.
/// </summary>
internal static class LosslessText
{
    private const char FirstEscape = '\uDC80';
    private const char LastEscape = '\uDCFF';
    private const int EscapeBase = 0xDC00;

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status == OperationStatus.Done)
            {
                text.Append(rune.ToString());
                bytes = bytes[length..];
                continue;
            }

            text.Append((char)(EscapeBase + bytes[0]));
            bytes = bytes[1..];
        }

        return text.ToString();
    }

    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange(FirstEscape, LastEscape))
        {
            var exact = new byte[Encoding.UTF8.GetByteCount(text)];
            Encoding.UTF8.GetBytes(text, exact);
            return exact;
        }

        var bytes = new ArrayBufferWriter<byte>(text.Length);
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) == OperationStatus.Done)
            {
                bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
                text = text[length..];
                continue;
            }

            bytes.GetSpan(1)[0] = (byte)(text[0] - EscapeBase);
            bytes.Advance(1);
            text = text[1..];
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Whether the character stands for a byte that is not UTF-8. Ask only at the start of a code point.</summary>
    public static bool IsStrayByte(char character) => character is >= FirstEscape and <= LastEscape;

    public static byte StrayByte(char character) => (byte)(character - EscapeBase);

    /// <summary>How many bytes the code point at the start of <paramref name="text"/> takes, and how many characters.</summary>
    public static int ByteLength(ReadOnlySpan<char> text, out int characters)
    {
        characters = 1;
        switch (text[0])
        {
            case < '\u0080':
                return 1;
            case < '\u0800':
                return 2;
            case >= '\uD800' and <= '\uDBFF' when text.Length > 1:
                characters = 2;
                return 4;
            default:
                return IsStrayByte(text[0]) ? 1 : 3;
        }
    }

    /// <summary>Orders by bytes, as Go orders strings. UTF-16 order differs above U+D7FF.</summary>
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length || (left[same] < '\uD800' && right[same] < '\uD800'))
        {
            return string.CompareOrdinal(left, right);
        }

        return Encode(left).AsSpan().SequenceCompareTo(Encode(right));
    }
}
