using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;

namespace Sluice.Cli.Output;

/// <summary>Shows fixes on the terminal and asks. It is talk, so it goes to stderr: stdout keeps the report.</summary>
internal sealed class FixDialogue : IFixDialogue
{
    private readonly CliContext _context;
    private readonly Page _page;
    private TextReader? _input;

    public FixDialogue(CliContext context, Language language)
    {
        _context = context;
        _page = new Page(context.Error, context.ErrorInk, language);
    }

    public void Show(Finding finding, FixPlan plan)
    {
        _page.Line();
        _page.Line($"{_page.Ink.Bold(_page.Say("fix", "修复"))} {finding.Code.Id}: {_page.Say(plan.Fix.Why)}");
        PlanOutput.Write(_page, PlanReport.Of(plan));
    }

    public async Task<bool> AskAsync(FixPlan plan, CancellationToken cancellationToken)
    {
        await _context.Error.WriteAsync(_page.Say("  do it? [y/N] ", "  执行？[y/N] "));
        await _context.Error.FlushAsync(cancellationToken);
        _input ??= _context.OpenInput();
        var answer = (await _input.ReadLineAsync(cancellationToken))?.Trim();
        return answer is "y" or "Y" or "yes" or "是";
    }

    public void Tell(FixStep step)
    {
        var (text, paint) = Describe(step);
        _page.Line($"  {paint(text)}{(step.Problem is null ? "" : $": {step.Problem}")}{(step.JournalId is null ? "" : _page.Say($"; take it back with: sluice env undo {step.JournalId}", $"；撤销：sluice env undo {step.JournalId}"))}");
    }

    private (string Text, Func<string, string> Paint) Describe(FixStep step) => step.Outcome switch
    {
        FixOutcome.Healed => (_page.Say("before: failed, after: works", "修复前：失败；修复后：正常"), _page.Ink.Green),
        FixOutcome.HealedByAnother => ($"{step.Finding.Code.Id}: {_page.Say("works since the fix above", "上面的修复后已正常")}", _page.Ink.Green),
        FixOutcome.NotVerified => (_page.Say("done; no probe can tell whether it helped", "已执行；没有探测能判断是否有效"), _page.Ink.Yellow),
        FixOutcome.DidNotHelp => (_page.Say("before: failed, after: failed; taken back", "修复前：失败；修复后：仍失败；已撤销"), _page.Ink.Red),
        FixOutcome.Failed => (_page.Say("could not be done", "无法执行"), _page.Ink.Red),
        FixOutcome.Declined => (_page.Say("not done", "未执行"), _page.Ink.Dim),
        FixOutcome.OnlyShown => (_page.Say("shown only", "仅展示"), _page.Ink.Dim),
        var outcome => (PlanOutput.State(_page, outcome switch
        {
            FixOutcome.NothingToDo => PlanState.NothingToDo,
            FixOutcome.NeedsRoot => PlanState.NeedsRoot,
            _ => PlanState.ByHand,
        })!, _page.Ink.Yellow),
    };
}
