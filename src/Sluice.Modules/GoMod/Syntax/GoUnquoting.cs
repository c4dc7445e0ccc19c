using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Modules.GoMod.Syntax;

/// <summary>The escapes of Go's double-quoted strings (<c>strconv.UnquoteChar</c>).</summary>
internal static class GoUnquoting
{
    /// <summary>What stands between the quotes, escapes undone. Null when it is malformed.</summary>
    public static string? Undo(ReadOnlySpan<char> text)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length + 4);
        while (!text.IsEmpty)
        {
            if (text[0] == '"')
            {
                return null;
            }

            var ok = text[0] == '\\' ? TakeEscape(ref text, bytes) : TakeRune(ref text, bytes);
            if (!ok)
            {
                return null;
            }
        }

        return LosslessText.Decode(bytes.WrittenSpan);
    }

    private static bool TakeRune(ref ReadOnlySpan<char> text, ArrayBufferWriter<byte> bytes)
    {
        // A stray byte decodes to U+FFFD here, as in Go.
        Rune.DecodeFromUtf16(text, out var rune, out var length);
        Append(bytes, rune);
        text = text[length..];
        return true;
    }

    private static bool TakeEscape(ref ReadOnlySpan<char> text, ArrayBufferWriter<byte> bytes)
    {
        if (text.Length < 2)
        {
            return false;
        }

        var kind = text[1];
        text = text[2..];
        switch (kind)
        {
            case 'x':
                return TakeHex(ref text, 2, out var raw) && Append(bytes, (byte)raw);
            case 'u':
                return TakeHex(ref text, 4, out var small) && Rune.IsValid(small) && Append(bytes, new Rune(small));
            case 'U':
                return TakeHex(ref text, 8, out var big) && Rune.IsValid(big) && Append(bytes, new Rune(big));
            case >= '0' and <= '7':
                return TakeOctal(ref text, kind, out var octal) && Append(bytes, octal);
        }

        var at = "abfnrtv\\\"".IndexOf(kind, StringComparison.Ordinal);
        return at >= 0 && Append(bytes, (byte)"\a\b\f\n\r\t\v\\\""[at]);
    }

    private static bool TakeHex(ref ReadOnlySpan<char> text, int digits, out int value)
    {
        value = 0;
        if (text.Length < digits || !uint.TryParse(text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        value = number > int.MaxValue ? int.MaxValue : (int)number;
        text = text[digits..];
        return true;
    }

    private static bool TakeOctal(ref ReadOnlySpan<char> text, char first, out byte value)
    {
        value = 0;
        if (text.Length < 2 || text[0] is < '0' or > '7' || text[1] is < '0' or > '7')
        {
            return false;
        }

        var number = ((first - '0') * 64) + ((text[0] - '0') * 8) + (text[1] - '0');
        text = text[2..];
        value = (byte)number;
        return number <= byte.MaxValue;
    }

    private static bool Append(ArrayBufferWriter<byte> bytes, byte value)
    {
        bytes.GetSpan(1)[0] = value;
        bytes.Advance(1);
        return true;
    }

    private static bool Append(ArrayBufferWriter<byte> bytes, Rune rune)
    {
        bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
        return true;
    }
}
