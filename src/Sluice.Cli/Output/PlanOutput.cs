using Sluice.Doctor.Fixes;

namespace Sluice.Cli.Output;

/// <summary>Prints what a fix would change: file by file, line by line.</summary>
internal static class PlanOutput
{
    public static void Write(Page page, PlanReport plan)
    {
        foreach (var change in plan.Changes)
        {
            page.Line($"  {page.Ink.Bold(change.Target)}");
            foreach (var line in change.Difference)
            {
                page.Line($"    {Paint(page.Ink, line)}");
            }
        }

        foreach (var note in plan.Notes)
        {
            page.Line($"  {page.Ink.Yellow("!")} {page.Say(note)}");
        }

        foreach (var line in plan.Lines)
        {
            page.Line($"  {page.Ink.Dim("$")} {line}");
        }
    }

    /// <summary>What stands where there is no change.</summary>
    public static string? State(Page page, PlanState state) => state switch
    {
        PlanState.NothingToDo => page.Say("nothing to do: it is so already", "无需修改：已经如此"),
        PlanState.NeedsRoot => page.Say("not changed: an administrator has to type the line above", "未修改：需要管理员执行上面的命令"),
        PlanState.ByHand => page.Say("not changed: this is for you to do", "未修改：请手动处理"),
        _ => null,
    };

    private static string Paint(Ink ink, string line) => line[0] switch { '-' => ink.Red(line), '+' => ink.Green(line), _ => ink.Dim(line) };
}
