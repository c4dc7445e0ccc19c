using System.Globalization;
using System.Text;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Knowledge;

/// <summary>Writes the reference page of findings from the knowledge base.</summary>
public static class FindingReference
{
    private const string Introduction = """
        # Findings

        <!-- Made from the knowledge base; a test holds them together and says how to make this page anew. -->

        What `sluice doctor` finds. An id is never used for something else; where the gateway has a fault with the same cause, it has the same id
        ([faults](faults.md)). *fatal*: the command fails because of it. *warning*: worth telling, the command goes on. *benign*: only looks like a problem, and is
        never reported as one. How a team adds its own: [knowledge base](../operations/knowledge-base.md).

        本页由知识库生成，列出 `sluice doctor` 的全部诊断结果。*fatal*：命令因此失败；*warning*：值得注意，命令会继续；*benign*：只是看起来像问题，从不作为问题报告。

        """;

    /// <summary>The page, Markdown, with line feeds.</summary>
    public static string Render(KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        var page = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        var family = "";
        foreach (var entry in knowledge.Entries)
        {
            if (entry.Code.Family != family)
            {
                family = entry.Code.Family;
                page.Append(CultureInfo.InvariantCulture, $"\n## {family}\n");
            }

            Append(page, entry);
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, KnowledgeEntry entry)
    {
        var probe = entry.Probe is null ? "" : $", probe `{entry.Probe}`";
        page.Append(CultureInfo.InvariantCulture, $"\n### `{entry.Code}`\n\n{entry.Severity.ToString().ToLowerInvariant()}, {ActorNames.NameOf(entry.Actor)}{probe}\n\n| | English | 简体中文 |\n| --- | --- | --- |\n");
        Row(page, "what", entry.Title);
        Row(page, "meaning", entry.Meaning);
        Row(page, "evidence", entry.Evidence);
        Row(page, "fix", entry.Fix);
        foreach (var fix in entry.Fixes.Select(fix => FixPlaceholders.Fill(fix, Subject.None)))
        {
            Row(page, FixCommands.LineOf(fix, Shell.Posix) is { } line ? $"`{line}`" : Describe(fix), fix.Why);
        }
    }

    private static string Describe(Fix fix) => fix switch
    {
        Fix.EditFile edit => $"edit `{edit.Path}`: `{edit.Add ?? edit.Remove}`",
        Fix.Link link => $"<{link.Url}>",
        _ => "advice",
    };

    private static void Row(StringBuilder page, string head, BilingualText text)
    {
        var filled = FixPlaceholders.Fill(text, Subject.None);
        page.Append(CultureInfo.InvariantCulture, $"| {Escape(head)} | {Escape(filled.English)} | {Escape(filled.Chinese)} |\n");
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<meta", "&lt;meta", StringComparison.Ordinal);
}
