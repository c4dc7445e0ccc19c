using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Environments;

/// <summary>Plans the change to a profile, as one change that can be taken back.</summary>
public static class ProfileSwitch
{
    /// <summary>Plans it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<FixPlan> PlanAsync(DoctorHost host, EnvironmentProfile profile, CancellationToken cancellationToken)
    {
        var planner = new FixPlanner(host);
        var fix = new Fix.Advice(new BilingualText($"profile {profile.Name}", $"配置方案 {profile.Name}"));
        var go = await planner.PlanGoAsync(fix, profile.Go, cancellationToken);
        if (profile.Shell.Count == 0 || go.State == PlanState.ByHand)
        {
            return go;
        }

        // Both may want the shell's start file: the second one has to be planned over what the first one leaves.
        var names = profile.Shell.Concat(go.Variables).DistinctBy(variable => variable.Key).ToDictionary();
        var shell = await planner.PlanShellAsync(fix, names, cancellationToken);
        var files = go.Changes.Where(change => !shell.Changes.OfType<Change.FileText>().Any(other => change is Change.FileText text && text.Path == other.Path));
        return shell.State == PlanState.ByHand ? shell : FixPlan.Of(fix, [.. files, .. shell.Changes]) with
        {
            Notes = [.. go.Notes.Concat(shell.Notes).Distinct()],
            Lines = [.. go.Lines.Concat(shell.Lines).Distinct()],
            Variables = names,
        };
    }

    /// <summary>Lines that set a profile up in one shell only.</summary>
    public static IReadOnlyList<string> LinesFor(EnvironmentProfile profile, Shell shell) => [.. profile.Go.Concat(profile.Shell).Select(variable => FixCommands.LineOf(
        variable.Value is null ? new Fix.UnsetShellVariable(variable.Key, BilingualText.Empty) : new Fix.SetShellVariable(variable.Key, variable.Value, BilingualText.Empty), shell)!)];

    /// <summary>The machine as new terminals see it after a plan.</summary>
    public static DoctorHost After(DoctorHost host, FixPlan plan) => FixRun.With(host, plan.Variables);
}
