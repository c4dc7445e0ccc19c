using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Fixes;

/// <summary>Plans settings of the go command: its file, and the environment as far as that overrides the file.</summary>
internal sealed class GoVariablePlanner(DoctorHost host, ShellVariablePlanner shell)
{
    /// <summary>Plans it.</summary>
    /// <param name="fix">The fix that asks for it.</param>
    /// <param name="variables">The variables; null for one that goes back to the go command's own value.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<FixPlan> PlanAsync(Fix fix, IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        var settings = GoSettingsReader.Read(host);
        var minor = GoVariables.MinorOf(settings.Installation?.Version);
        var refusal = variables.Select(variable => GoVariables.Check(variable.Key, variable.Value, minor)).FirstOrDefault(reason => reason is not null);
        if (refusal is not null)
        {
            return FixPlan.ByHand(fix, FixTexts.Refused(refusal));
        }

        if (settings.IsUserFileOff)
        {
            var instead = await shell.PlanAsync(fix, variables, cancellationToken);
            return instead with { Notes = [FixTexts.GoEnvIsOff, .. instead.Notes] };
        }

        if (settings.UserFile.Path.Length == 0)
        {
            return FixPlan.ByHand(fix, FixTexts.NoHome);
        }

        var file = TextFile.Open(host, settings.UserFile.Path);
        if (file.Problem is not null)
        {
            return FixPlan.ByHand(fix, file.Problem);
        }

        var text = variables.Aggregate(file.Text, (current, variable) => current is null && variable.Value is null ? null : GoVariables.Write(current, variable.Key, variable.Value));
        var plan = FixPlan.Of(fix, file.ChangeTo(text));
        return await FreeAsync(plan, settings, variables, cancellationToken);
    }

    /// <summary>Takes away what would override the file.</summary>
    private async Task<FixPlan> FreeAsync(
        FixPlan plan, GoSettingsEvidence settings, IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        var overriding = variables.Keys
            .Select(name => settings.Settings.FirstOrDefault(setting => setting.Name == name))
            .OfType<GoSetting>()
            .Where(setting => setting.Origin.Kind == OriginKind.ProcessEnvironment && setting.Value != variables[setting.Name])
            .ToList();
        if (overriding.Count == 0)
        {
            return plan;
        }

        var exports = SurroundingsReader.Read(host).ShellExports;
        var notes = overriding.Select(setting => FixTexts.Overridden(
            setting.Name, exports.LastOrDefault(line => line.Name == setting.Name)?.Origin.ToString() ?? setting.Origin.ToString()));
        var freeing = await shell.PlanAsync(plan.Fix, overriding.ToDictionary(setting => setting.Name, _ => (string?)null), cancellationToken);
        if (freeing.State == PlanState.ByHand)
        {
            return freeing with { Notes = [.. notes, .. freeing.Notes] };
        }

        return FixPlan.Of(plan.Fix, [.. plan.Changes, .. freeing.Changes]) with
        {
            Notes = [.. notes, .. freeing.Notes],
            Lines = freeing.Lines,
            Variables = freeing.Variables,
        };
    }
}
