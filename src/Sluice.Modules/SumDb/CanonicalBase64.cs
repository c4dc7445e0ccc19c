namespace Sluice.Modules.SumDb;

/// <summary>Base64 with padding (RFC 4648, section 4), in the one spelling that an encoder gives: no blanks, no stray bits at the end.</summary>
internal static class CanonicalBase64
{
    /// <summary>Decodes a text. False when it is empty or not canonical; then <paramref name="bytes"/> is empty.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.IsEmpty || text.Length % 4 != 0)
        {
            return false;
        }

        var buffer = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, buffer, out var written) || !text.SequenceEqual(Convert.ToBase64String(buffer, 0, written)))
        {
            return false;
        }

        bytes = buffer[..written];
        return true;
    }
}
