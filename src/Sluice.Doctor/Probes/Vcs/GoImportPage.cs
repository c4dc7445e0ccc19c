using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Vcs;

/// <summary>Reads go-import tags out of a page, as leniently as the go command: attributes in any order and case, quotes or none, nothing in comments, nothing behind the head.</summary>
internal static partial class GoImportPage
{
    private const int MaxTags = 50;

    /// <summary>The tags, in order.</summary>
    public static IReadOnlyList<GoImportFact> Parse(ReadOnlySpan<byte> page)
    {
        var text = Comment().Replace(Encoding.UTF8.GetString(page), "");
        var end = EndOfHead().Match(text);
        text = end.Success ? text[..end.Index] : text;
        var tags = new List<GoImportFact>();
        foreach (Match meta in Meta().Matches(text))
        {
            var (name, content) = ("", "");
            foreach (Match attribute in Attribute().Matches(meta.Groups[1].Value))
            {
                var value = WebUtility.HtmlDecode(attribute.Groups[2].Success ? attribute.Groups[2].Value : attribute.Groups[3].Success ? attribute.Groups[3].Value : attribute.Groups[4].Value);
                name = attribute.Groups[1].Value.Equals("name", StringComparison.OrdinalIgnoreCase) ? value : name;
                content = attribute.Groups[1].Value.Equals("content", StringComparison.OrdinalIgnoreCase) ? value : content;
            }

            var fields = content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (name == "go-import" && fields.Length is 3 or 4 && tags.Count < MaxTags)
            {
                tags.Add(new GoImportFact(fields[0], fields[1], fields[2], fields.Length == 4 ? fields[3].Trim('/') : ""));
            }
        }

        return tags;
    }

    /// <summary>The tag of a module, or why there is none, in the go command's words (cmd/go/internal/vcs, <c>matchGoImport</c>).</summary>
    public static (GoImportFact? Tag, string? Problem) Choose(IReadOnlyList<GoImportFact> tags, string module)
    {
        var fitting = tags.Where(tag => tag.Vcs != "mod" && (tag.Prefix == module || module.StartsWith(tag.Prefix + "/", StringComparison.Ordinal))).ToList();
        return fitting.Count switch
        {
            1 => (fitting[0], null),
            > 1 => (null, $"multiple meta tags match import path \"{module}\""),
            _ when tags.FirstOrDefault(tag => tag.Vcs == "mod") is { } mod => (mod, null),
            _ when tags.Count > 0 => (null, $"meta tag {tags[0].Prefix} did not match import path {module}"),
            _ => (null, "no go-import meta tags"),
        };
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("</head|<body", RegexOptions.IgnoreCase)]
    private static partial Regex EndOfHead();

    [GeneratedRegex("""<meta\s((?:[^>"']|"[^"]*"|'[^']*')*)>""", RegexOptions.IgnoreCase)]
    private static partial Regex Meta();

    [GeneratedRegex("""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")]
    private static partial Regex Attribute();
}
