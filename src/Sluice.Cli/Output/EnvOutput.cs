using Sluice.Doctor.Environments;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Fixes;

namespace Sluice.Cli.Output;

/// <summary>Prints the reports of <c>sluice env</c>.</summary>
internal static class EnvOutput
{
    public static void Write(Page page, EnvReport report)
    {
        var ink = page.Ink;
        page.Line(ink.Bold(report.GoVersion is null ? page.Say("no Go was found: values are those of a Go without go.env", "没有找到 Go：以下为没有 go.env 时的值") : $"{report.GoVersion}"));
        foreach (var group in report.Settings.GroupBy(setting => setting.Group))
        {
            page.Heading(GroupName(group.Key).English, GroupName(group.Key).Chinese);
            var grid = new Grid();
            foreach (var setting in group)
            {
                grid.Add(setting.Name, setting.Value.Length == 0 ? new Cell("–", ink.Dim) : setting.Value, new Cell(Origin(page, setting.Origin), ink.Dim));
                foreach (var overridden in setting.Overrides)
                {
                    grid.Add("", new Cell($"{page.Say("hides", "覆盖")} {overridden}", ink.Yellow));
                }
            }

            grid.Write(page.Writer);
        }

        WriteProxies(page, report);
        if (report.Remarks.Count > 0)
        {
            page.Line();
        }

        foreach (var remark in report.Remarks)
        {
            page.Line($"{ink.Yellow("!")} {page.Say(remark)}");
        }
    }

    public static void Write(Page page, EnvUseReport report, bool isDryRun)
    {
        page.Line($"{page.Ink.Bold(report.Profile)}  {page.Say(report.Description)}");
        page.Line();
        PlanOutput.Write(page, report.Plan);
        if (PlanOutput.State(page, report.Plan.State) is { } state)
        {
            page.Line($"  {state}");
        }
        else if (isDryRun)
        {
            page.Line($"  {page.Say("nothing was changed", "未做任何修改")}");
        }
        else if (report.JournalId is { } id)
        {
            page.Line();
            page.Line($"{page.Ink.Green(page.Say("done", "完成"))}{page.Say("; take it back with:", "；撤销：")} sluice env undo {id}");
        }

        if (report.Chain is { Count: > 0 } chain)
        {
            page.Heading("The chain, asked once", "对代理链各询问一次");
            WriteChain(page, chain);
            if (!report.Works)
            {
                page.Line();
                page.Line($"{page.Ink.Red(page.Say("no entry answers", "没有一项应答"))}{(report.JournalId is null ? "" : page.Say("; take it back with: sluice env undo", "；撤销：sluice env undo"))}");
            }
        }
    }

    public static void Write(Page page, UndoListReport report, bool isList)
    {
        if (report.Entries.Count == 0)
        {
            page.Line(page.Say("nothing is there to be taken back", "没有可以撤销的修改"));
        }

        foreach (var entry in report.Entries)
        {
            var mark = entry.UndoneAt is not null ? page.Ink.Green(page.Say("taken back", "已撤销")) : isList ? "" : page.Ink.Red(page.Say("not whole", "未完全撤销"));
            page.Line($"{page.Ink.Bold(entry.Id)}  {HumanText.Time(entry.At)}  {entry.Title}  {mark}".TrimEnd());
            foreach (var change in entry.Changes)
            {
                var outcome = change.Outcome is { } known ? $": {Outcome(page, known)}" : "";
                page.Line($"  {change.Target}{outcome}{(change.Problem is null ? "" : $" ({change.Problem})")}");
            }
        }
    }

    public static void WriteProfiles(Page page, IReadOnlyList<EnvironmentProfile> profiles)
    {
        foreach (var profile in profiles)
        {
            page.Line($"{page.Ink.Bold(profile.Name)}  {page.Say(profile.Description)}");
            foreach (var (name, value) in profile.Go.Concat(profile.Shell))
            {
                page.Line($"  {(value is null ? page.Say($"{name} goes back to its default", $"{name} 恢复默认") : $"{name}={Secrets.Mask(value)}")}");
            }
        }
    }

    private static void WriteChain(Page page, IReadOnlyList<ChainStep> chain)
    {
        var grid = new Grid();
        foreach (var step in chain)
        {
            Cell mark = step.Answers switch { Tri.Yes => new("✓", page.Ink.Green), Tri.No => new("✗", page.Ink.Red), _ => new("–", page.Ink.Dim) };
            var what = step.Problem is { } problem ? page.Say(problem) : step.Status is null ? "" : $"{step.Status}  {HumanText.Duration(step.TookMs)}";
            grid.Add(mark, step.Entry, what);
        }

        grid.Write(page.Writer);
    }

    private static void WriteProxies(Page page, EnvReport report)
    {
        page.Heading("HTTP proxy of each tool, for https", "各工具访问 https 时使用的代理");
        var tools = new Grid();
        foreach (var tool in report.Tools)
        {
            tools.Add(tool.Tool, tool.Proxy is null ? new Cell(page.Say("direct", "直连"), page.Ink.Dim) : tool.Proxy, new Cell(tool.Setting is null ? "" : $"{tool.Setting}, {tool.Origin}", page.Ink.Dim));
        }

        tools.Write(page.Writer);
        page.Heading("Who obeys what", "谁遵守哪项设置");
        var grid = new Grid();
        var columns = report.Matrix.Count > 0 ? report.Matrix[0].Obeyed.Keys.ToList() : [];
        grid.Add([.. new Cell[] { "" }, .. columns.Select(column => new Cell(column, page.Ink.Bold)), new Cell(page.Say("here", "当前值"), page.Ink.Bold)]);
        foreach (var row in report.Matrix)
        {
            var cells = columns.Select(column => row.Obeyed[column] switch
            {
                "yes" => new Cell("1", page.Ink.Green),
                "second" => new Cell("2", page.Ink.Yellow),
                _ => new Cell("·", page.Ink.Dim),
            });
            grid.Add([.. new Cell[] { row.Setting }, .. cells, row.Value is null ? new Cell("–", page.Ink.Dim) : row.Value]);
        }

        grid.Write(page.Writer);
        page.Line(page.Ink.Dim(page.Say("  1 looked at first, 2 only without a stronger one, · not at all", "  1 优先读取，2 没有更优先的设置时才读取，· 不读取")));
    }

    private static (string English, string Chinese) GroupName(string group) => group switch
    {
        "go" => ("go", "go"),
        "proxy" => ("Proxy variables", "代理变量"),
        "certificates" => ("Authorities", "证书颁发机构"),
        _ => ("git", "git"),
    };

    private static string Origin(Page page, string origin) => origin switch
    {
        "default" => page.Say("default", "默认"),
        "environment" => page.Say("environment", "环境变量"),
        _ => origin,
    };

    private static string Outcome(Page page, UndoOutcome outcome) => outcome switch
    {
        UndoOutcome.Restored => page.Ink.Green(page.Say("as before", "已恢复")),
        UndoOutcome.AlreadyBefore => page.Say("was as before already", "本来就是原样"),
        UndoOutcome.ChangedSince => page.Ink.Red(page.Say("left alone, somebody changed it since", "未动：之后被别人修改过")),
        UndoOutcome.NothingToRestore => page.Ink.Dim(page.Say("nothing to restore", "无需恢复")),
        _ => page.Ink.Red(page.Say("failed", "失败")),
    };
}
