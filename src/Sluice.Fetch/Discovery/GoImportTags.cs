using System.Net;
using System.Text;

namespace Sluice.Fetch.Discovery;

/// <summary>
/// Finds <c>go-import</c> tags in a page as leniently as the go command does (cmd/go/internal/vcs, <c>parseMetaGoImports</c>): only before the end of the
/// head or the start of the body, attributes in any case, quotes or none, comments skipped. Whatever is malformed is no tag. Never throws.
/// </summary>
internal static class GoImportTags
{
    /// <summary>Most tags that are looked at; real pages have one to a few.</summary>
    public const int MaxTags = 100;

    /// <summary>Reads a page.</summary>
    public static IReadOnlyList<GoImportTag> Parse(ReadOnlySpan<byte> page)
    {
        var text = Encoding.UTF8.GetString(page);
        var tags = new List<GoImportTag>();
        var at = 0;
        while (tags.Count < MaxTags && (at = text.IndexOf('<', at)) >= 0)
        {
            if (text.AsSpan(at).StartsWith("<!--"))
            {
                var end = text.IndexOf("-->", at + 4, StringComparison.Ordinal);
                if (end < 0)
                {
                    break;
                }

                at = end + 3;
                continue;
            }

            at++;
            var name = ReadName(text, at);
            if (name.Equals("body", StringComparison.OrdinalIgnoreCase) || name.Equals("/head", StringComparison.OrdinalIgnoreCase))
            {
                break;
            }

            at += name.Length;
            if (name.Equals("meta", StringComparison.OrdinalIgnoreCase))
            {
                at = ReadMeta(text, at, tags);
            }
            else if (name.Equals("script", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase))
            {
                at = SkipElement(text, at, name.ToString());
            }
        }

        return tags;
    }

    private static ReadOnlySpan<char> ReadName(string text, int at)
    {
        var end = at < text.Length && text[at] == '/' ? at + 1 : at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
        {
            end++;
        }

        return text.AsSpan(at..end);
    }

    private static int SkipElement(string text, int at, string name)
    {
        var end = text.IndexOf("</" + name, at, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>Reads the attributes of a meta tag; returns where it ends.</summary>
    private static int ReadMeta(string text, int at, List<GoImportTag> tags)
    {
        var name = "";
        var content = "";
        while (TryReadAttribute(text, ref at, out var key, out var value))
        {
            if (key.Equals("name", StringComparison.OrdinalIgnoreCase))
            {
                name = value;
            }
            else if (key.Equals("content", StringComparison.OrdinalIgnoreCase))
            {
                content = value;
            }
        }

        var fields = content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (name == "go-import" && fields.Length is 3 or 4)
        {
            tags.Add(new GoImportTag(fields[0], fields[1], fields[2], fields.Length == 4 ? fields[3].Trim('/') : ""));
        }

        return at;
    }

    /// <summary>Reads one attribute, with a value in quotes or without. False at the end of the tag.</summary>
    private static bool TryReadAttribute(string text, ref int at, out string key, out string value)
    {
        key = value = "";
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '/'))
        {
            at++;
        }

        var start = at;
        while (at < text.Length && text[at] is not ('=' or '>' or '<') && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        key = text[start..at];
        if (key.Length == 0)
        {
            // A stray sign would stop us for ever; the end of the tag does stop us.
            var isEnd = at >= text.Length || text[at] is '>' or '<';
            at += isEnd ? 0 : 1;
            return !isEnd;
        }

        SkipBlanks(text, ref at);
        if (at < text.Length && text[at] == '=')
        {
            at++;
            SkipBlanks(text, ref at);
            value = WebUtility.HtmlDecode(ReadValue(text, ref at));
        }

        return true;
    }

    private static string ReadValue(string text, ref int at)
    {
        if (at < text.Length && text[at] is '"' or '\'')
        {
            var close = text.IndexOf(text[at], at + 1);
            var quoted = close < 0 ? text[(at + 1)..] : text[(at + 1)..close];
            at = close < 0 ? text.Length : close + 1;
            return quoted;
        }

        var start = at;
        while (at < text.Length && text[at] is not ('>' or '<') && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }
}
