using Sluice.Doctor.Environments;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Fixes;

/// <summary>A plan for people and programs: differences instead of whole files, credentials masked.</summary>
/// <param name="Kind">The kind of fix: <c>go-env</c>.</param>
/// <param name="Why">What it does, and when it is the right one.</param>
/// <param name="State">How far it can be done.</param>
/// <param name="Changes">What would change.</param>
/// <param name="Notes">What one should know beside.</param>
/// <param name="Lines">Lines to type.</param>
public sealed record PlanReport(
    string Kind, BilingualText Why, PlanState State, IReadOnlyList<ChangeReport> Changes, IReadOnlyList<BilingualText> Notes, IReadOnlyList<string> Lines)
{
    /// <summary>What document this is, where it stands alone.</summary>
    public string Schema { get; init; } = "sluice.fix/1";

    /// <summary>Names it for <c>sluice env undo</c>; null when nothing was changed.</summary>
    public string? JournalId { get; init; }

    /// <summary>The report of a plan.</summary>
    public static PlanReport Of(FixPlan plan) => new(
        FixCommands.KindOf(plan.Fix), plan.Fix.Why, plan.State, [.. plan.Changes.Select(ChangeReport.Of)], plan.Notes, [.. plan.Lines.Select(Secrets.Mask)]);
}

/// <summary>A change, line by line.</summary>
/// <param name="Target">What is changed: a file, a variable, a program that is run.</param>
/// <param name="Difference">Lines with <c>-</c>, <c>+</c> or a blank before them.</param>
public sealed record ChangeReport(string Target, IReadOnlyList<string> Difference)
{
    /// <summary>Longest list of files to be removed that is shown.</summary>
    private const int MaxPaths = 20;

    /// <summary>The report of a change.</summary>
    public static ChangeReport Of(Change change) => change switch
    {
        Change.FileText text => new(text.Path, [.. LineDiff.Of(text.Before, text.After).Select(line => Secrets.Mask($"{line.Mark} {line.Text}"))]),
        Change.FileMode mode => new(mode.Path, Pair(mode.Before, mode.After)),
        Change.UserVariable variable => new(variable.Name, Pair(variable.Before, variable.After)),
        Change.Setting setting => new(setting.Name, Pair(setting.Before, setting.After)),
        Change.Run run => new(string.Join(' ', run.Arguments.Select(word => FixCommands.Quote(word, Shell.Posix))), []),
        Change.Removal removal => new(removal.Root, [.. removal.Paths.Take(MaxPaths).Select(path => $"- {Path.GetRelativePath(removal.Root, path)}")]),
        _ => new("", []),
    };

    private static IReadOnlyList<string> Pair(string? before, string? after) =>
        [.. (before is null or "" ? Array.Empty<string>() : [$"- {Secrets.Mask(before)}"]), .. (after is null ? Array.Empty<string>() : [$"+ {Secrets.Mask(after)}"])];
}
