using System.Net;
using System.Text;

namespace Sluice.Fetch.Http;

/// <summary>Recognises web pages where data was asked for: portals, block pages, login forms.</summary>
internal static class HtmlPage
{
    private const int MaxTitleLength = 100;

    /// <summary>Whether a media type says HTML.</summary>
    public static bool IsType(string? mediaType) => mediaType is "text/html" or "application/xhtml+xml";

    /// <summary>Whether content starts with a mark-up tag: <c>&lt;</c> after a byte order mark and blanks.</summary>
    public static bool StartsWithTag(ReadOnlySpan<byte> body) => Trim(body) is [(byte)'<', ..];

    /// <summary>Whether content starts as HTML pages do: <c>&lt;!doctype html</c> or <c>&lt;html</c>.</summary>
    public static bool StartsAsPage(ReadOnlySpan<byte> body)
    {
        var start = Trim(body);
        return StartsWith(start, "<!doctype"u8) || StartsWith(start, "<html"u8);
    }

    /// <summary>The page's title on one line; null when it has none near its start.</summary>
    public static string? Title(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var start = text.IndexOf("<title", StringComparison.OrdinalIgnoreCase);
        var open = start < 0 ? -1 : text.IndexOf('>', start);
        if (open < 0)
        {
            return null;
        }

        var end = text.IndexOf("</title", open, StringComparison.OrdinalIgnoreCase);
        return OneLine.Clean(WebUtility.HtmlDecode(end < 0 ? text[(open + 1)..] : text[(open + 1)..end]), MaxTitleLength);
    }

    private static bool StartsWith(ReadOnlySpan<byte> body, ReadOnlySpan<byte> lowerCase)
    {
        return body.Length >= lowerCase.Length && Ascii.EqualsIgnoreCase(body[..lowerCase.Length], lowerCase);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> body)
    {
        var rest = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        return rest.TrimStart(" \t\r\n\f\v"u8);
    }
}
