using System.Text;
using System.Text.Unicode;

namespace Sluice.Modules.SumDb;

/// <summary>The rules for text that notes and records share: UTF-8 without ASCII control characters other than the newline.</summary>
internal static class SignedText
{
    public const byte Newline = (byte)'\n';

    /// <summary>Encodes strictly: a lone surrogate throws instead of becoming a question mark.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether every byte belongs to well-formed UTF-8 and none is below U+0020 but newlines. U+007F is allowed.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            return false;
        }

        while (text.IndexOfAnyInRange((byte)0, (byte)0x1f) is var at and >= 0)
        {
            if (text[at] != Newline)
            {
                return false;
            }

            text = text[(at + 1)..];
        }

        return true;
    }

    /// <summary>UTF-8 bytes; false for a lone surrogate.</summary>
    public static bool TryEncode(string text, out byte[] bytes)
    {
        try
        {
            bytes = Strict.GetBytes(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            bytes = [];
            return false;
        }
    }
}
