using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Http;

/// <summary>Says what a body looks like, by its first bytes.</summary>
internal static partial class Bodies
{
    private const int MaxStartChars = 2048;
    private const int LookedAtBytes = 4096;
    private const int MaxTitleChars = 200;

    /// <summary>Describes a body.</summary>
    /// <param name="body">What was read of it.</param>
    /// <param name="declaredLength">Content-Length; null without.</param>
    /// <param name="isWhole">Whether it was read to its end.</param>
    public static ContentFact Describe(ReadOnlySpan<byte> body, long? declaredLength, bool isWhole)
    {
        var (kind, start) = Classify(body);
        var title = kind == ContentKind.Html && Title().Match(start) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value).Trim() : null;
        return new ContentFact(
            kind, declaredLength, body.Length, isWhole, title?[..Math.Min(title.Length, MaxTitleChars)], kind is ContentKind.Zip or ContentKind.Binary ? "" : start[..Math.Min(start.Length, MaxStartChars)]);
    }

    private static (ContentKind Kind, string Start) Classify(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return (ContentKind.Empty, "");
        }

        if (body.StartsWith("PK\u0003\u0004"u8) || body.StartsWith("PK\u0005\u0006"u8))
        {
            return (ContentKind.Zip, "");
        }

        var head = body[..Math.Min(body.Length, LookedAtBytes)];

        // A cut may go through the middle of a letter: up to three bytes of it.
        var isText = head.IndexOf((byte)0) < 0 && IsUtf8(head, isCut: body.Length > head.Length || head.Length == LookedAtBytes);
        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith('<') && Markup().IsMatch(text))
        {
            return (ContentKind.Html, text);
        }

        if (!isText)
        {
            return (ContentKind.Binary, "");
        }

        return (text.StartsWith('{') || text.StartsWith('[') ? ContentKind.Json : ContentKind.Text, Encoding.UTF8.GetString(head));
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes, bool isCut)
    {
        for (var cut = 0; cut <= (isCut ? 3 : 0) && cut <= bytes.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(bytes[..^cut]))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("<title[^>]*>([^<]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Title();

    [GeneratedRegex("^<(?:!doctype\\s+html|html|head|body|script|meta|\\?xml[^>]*>\\s*<(?:!doctype\\s+html|html))", RegexOptions.IgnoreCase)]
    private static partial Regex Markup();
}
