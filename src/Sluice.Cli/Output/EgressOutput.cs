using System.Globalization;
using Sluice.Doctor.Egress;

namespace Sluice.Cli.Output;

/// <summary>Prints what a firewall has to let out.</summary>
internal static class EgressOutput
{
    public static void Write(Page page, EgressReport report)
    {
        var ink = page.Ink;
        var missing = report.Rules.Count(rule => rule.Reached == "no");
        var verdict = report.Rules.All(rule => rule.Reached == "not checked")
            ? ink.Dim(page.Say("none was tried", "未尝试连接"))
            : missing == 0 ? ink.Green(page.Say("nothing is blocked", "没有被拦截的")) : ink.Red(page.Say($"{missing} cannot be reached", $"{missing} 个无法连接"));
        page.Line($"{page.Say(HumanText.Count(report.Rules.Count, "rule"), $"{report.Rules.Count} 条规则")}, {page.Say(HumanText.Count(report.Modules, "module"), $"{report.Modules} 个模块")}: {verdict}");
        page.Line();
        var grid = new Grid(1);
        foreach (var rule in report.Rules)
        {
            Cell reached = rule.Reached switch { "yes" => new("✓", ink.Green), "no" => new("✗", ink.Red), _ => new("–", ink.Dim) };
            grid.Add(reached, rule.Port.ToString(CultureInfo.InvariantCulture), rule.Protocol, rule.Host, new Cell(rule.Why, ink.Dim), new Cell(Basis(page, rule.Basis), ink.Dim));
        }

        grid.Write(page.Writer);
        foreach (var note in report.Notes)
        {
            page.Line($"{ink.Yellow("!")} {page.Say(note)}");
        }
    }

    private static string Basis(Page page, string basis) => basis switch
    {
        "setting" => page.Say("set", "设置"),
        "observed" => page.Say("seen just now", "刚才观察到"),
        "known" => page.Say("known", "已知"),
        _ => page.Say("its path", "模块路径"),
    };
}
