using System.Globalization;
using Sluice.Doctor;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Lookups;

namespace Sluice.Cli.Output;

/// <summary>Prints the audit of the hosts file, and changes of it.</summary>
internal static class HostsOutput
{
    public static void Write(Page page, HostsReport report, DateTimeOffset now)
    {
        var ink = page.Ink;
        page.Line($"{ink.Bold(report.File)}  {page.Say(HumanText.Count(report.EntryCount, "entry", "entries"), $"{report.EntryCount} 条")}");
        foreach (var remark in report.Remarks)
        {
            var mark = remark.Severity == Severity.Fatal ? ink.Red("✗") : ink.Yellow("!");
            page.Line($"  {mark} {(remark.Line > 0 ? page.Say($"line {remark.Line}: ", $"第 {remark.Line} 行：") : "")}{page.Say(remark.Text)}");
            if (remark.Fix is { } fix)
            {
                page.Line($"      {ink.Dim("$")} {fix}");
            }
        }

        if (report.Remarks.Count == 0)
        {
            page.Line($"  {ink.Green("✓")} {page.Say("nothing in it hinders downloads", "没有妨碍下载的条目")}");
        }

        WriteTemporary(page, report, now);
        if (report.Baseline is { } baseline)
        {
            page.Heading($"Since {baseline.File}", $"与 {baseline.File} 相比");
            foreach (var entry in baseline.Added)
            {
                page.Line($"  {ink.Green($"+ {entry.Address} {entry.Names[0]}")}");
            }

            foreach (var entry in baseline.Removed)
            {
                page.Line($"  {ink.Red($"- {entry.Address} {entry.Names[0]}")}");
            }

            if (baseline.Added.Count + baseline.Removed.Count == 0)
            {
                page.Line($"  {page.Say("nothing changed", "没有变化")}");
            }
        }
    }

    public static void WriteChange(Page page, PlanReport plan)
    {
        PlanOutput.Write(page, plan);
        if (PlanOutput.State(page, plan.State) is { } state)
        {
            page.Line($"  {state}");
        }
        else if (plan.JournalId is { } id)
        {
            page.Line($"{page.Ink.Green(page.Say("done", "完成"))}{page.Say("; take it back with:", "；撤销：")} sluice env undo {id}");
        }
        else
        {
            page.Line($"  {page.Say("nothing was changed", "未做任何修改")}");
        }
    }

    public static void Write(Page page, HostsChange change)
    {
        page.Line(page.Ink.Bold(change.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)));
        foreach (var entry in change.Removed)
        {
            page.Line($"  {page.Ink.Red($"- {entry}")}");
        }

        foreach (var entry in change.Added)
        {
            page.Line($"  {page.Ink.Green($"+ {entry}")}");
        }
    }

    private static void WriteTemporary(Page page, HostsReport report, DateTimeOffset now)
    {
        if (report.Temporary.Count == 0)
        {
            return;
        }

        page.Heading("Temporary entries", "临时条目");
        var grid = new Grid();
        foreach (var entry in report.Temporary)
        {
            var isOver = entry.IsExpired(now);
            grid.Add(entry.Address, entry.Name, isOver ? new Cell(page.Say("over: sluice doctor hosts --clean", "已过期：sluice doctor hosts --clean"), page.Ink.Yellow) : page.Say($"for another {HumanText.Duration((entry.Until - now).TotalMilliseconds)}", $"剩余 {HumanText.Duration((entry.Until - now).TotalMilliseconds)}"));
        }

        grid.Write(page.Writer);
    }
}
