using Sluice.Doctor.Caches;

namespace Sluice.Cli.Output;

/// <summary>Prints what is wrong in the module cache, and who has which content.</summary>
internal static class CacheOutput
{
    public static void Write(Page page, CacheReport report)
    {
        var ink = page.Ink;
        var removed = report.Problems.Count(problem => problem.IsRemoved);
        var verdict = report.Problems.Count == 0
            ? ink.Green(page.Say("all is well", "一切正常"))
            : ink.Red(page.Say(HumanText.Count(report.Problems.Count, "problem"), $"{report.Problems.Count} 个问题")) + (removed > 0 ? ink.Green(page.Say($", {removed} removed", $"，已删除 {removed} 个")) : "");
        page.Line($"{ink.Bold(report.Root)}  {page.Say($"{HumanText.Count(report.Checked, "version")} ({HumanText.Size(report.SizeBytes)}) in {HumanText.Duration(report.TookMs)}", $"{report.Checked} 个版本（{HumanText.Size(report.SizeBytes)}），用时 {HumanText.Duration(report.TookMs)}")}: {verdict}");
        page.Line(ink.Dim(report.GoSum is { } goSum
            ? page.Say($"  compared with ziphash, extracted folders and {goSum}", $"  已与 ziphash、解压目录和 {goSum} 比较")
            : page.Say("  compared with ziphash and extracted folders; there is no go.sum here", "  已与 ziphash 和解压目录比较；这里没有 go.sum")));
        foreach (var problem in report.Problems)
        {
            Write(page, problem);
        }

        if (report.Partials.Count > 0)
        {
            page.Line();
            page.Line(ink.Dim(page.Say($"{HumanText.Count(report.Partials.Count, "file")} of broken downloads; the go command passes over them", $"{report.Partials.Count} 个下载残留文件；go 命令会忽略它们")));
        }

        foreach (var held in report.Locks)
        {
            page.Line($"{ink.Yellow("!")} {page.Say($"{held.HolderCommand ?? "a process"} {held.HolderId} holds {held.File}", $"{held.HolderCommand ?? "进程"} {held.HolderId} 正占用 {held.File}")}");
        }
    }

    private static void Write(Page page, CacheProblem problem)
    {
        var ink = page.Ink;
        page.Line();
        page.Line($"{ink.Bold($"{problem.Module}@{problem.Version}")}  {(problem.IsRemoved ? ink.Green(page.Say("removed", "已删除")) : ink.Red(Verdict(page, problem.Verdict)))}");
        foreach (var fault in problem.Faults)
        {
            page.Line($"  {page.Say(fault)}");
        }

        var grid = new Grid();
        foreach (var side in problem.Sides)
        {
            grid.Add(side.Name, side.Hash ?? (side.Problem is { } why ? new Cell(page.Say(why), ink.Yellow) : new Cell("–", ink.Dim)));
        }

        grid.Write(page.Writer, "    ");
        if (!problem.IsRemoved)
        {
            page.Line($"  {page.Say("to do", "处理")}: {page.Say(problem.Remedy)}");
        }
    }

    private static string Verdict(Page page, CacheVerdict verdict) => verdict switch
    {
        CacheVerdict.CacheIsBad => page.Say("the cache is bad", "缓存有误"),
        CacheVerdict.GoSumIsWrong => page.Say("go.sum is wrong", "go.sum 有误"),
        CacheVerdict.ProxyIsWrong => page.Say("the proxy is wrong", "代理有误"),
        _ => page.Say("undecided", "无法判断"),
    };
}
