namespace Sluice.Doctor.Explain;

/// <summary>Text in quotation marks as JSON, Go's <c>%q</c> and logfmt write it.</summary>
internal static class EscapedText
{
    /// <summary>Where the closing mark of a string stands whose opening mark is at the start; the text's length when it is cut off.</summary>
    public static int ClosingMark(ReadOnlySpan<byte> text)
    {
        var at = 1;
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return text.Length;
            }

            at += next;
            if (text[at] == '"')
            {
                return at;
            }

            at += 2;
        }

        return text.Length;
    }

    /// <summary>Undoes the escapes; <c>\uXXXX</c> below U+0080 too, others become <c>?</c>.</summary>
    /// <returns>How many bytes were written; never more than there are in the text.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                target[written++] = text[i];
                continue;
            }

            i++;
            if (text[i] == 'u' && i + 4 < text.Length)
            {
                target[written++] = Unicode(text.Slice(i + 1, 4));
                i += 4;
                continue;
            }

            target[written++] = text[i] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'t' => (byte)'\t',
                (byte)'r' => (byte)'\n',
                _ => text[i],
            };
        }

        return written;
    }

    private static byte Unicode(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return value is > 8 and < 0x80 ? (byte)value : (byte)'?';
    }
}
