using System.Text;

namespace Sluice.Server.Configuration;

/// <summary>Makes texts from outside fit to be shown: no user info, no control characters, no novels.</summary>
internal static class ShownText
{
    private const int MaxLength = 80;

    /// <summary>The text in quotation marks, masked and cut.</summary>
    public static string Quote(string text) => $"\"{Clean(text)}\"";

    /// <summary>The text without the user info of URLs in it: <c>https://***@host</c>.</summary>
    public static string MaskUserInfo(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var at = text.LastIndexOf('@');
        return scheme >= 0 && at > scheme ? string.Concat(text.AsSpan(0, scheme + 3), "***", text.AsSpan(at)) : text;
    }

    private static string Clean(string text)
    {
        var masked = MaskUserInfo(text);
        var clean = new StringBuilder();
        foreach (var c in masked.AsSpan(0, Math.Min(masked.Length, MaxLength)))
        {
            clean.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '"' ? '?' : c);
        }

        return clean.Append(masked.Length > MaxLength ? "…" : "").ToString();
    }
}
