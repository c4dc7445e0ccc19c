using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>Somebody ran <c>go env -w</c>, the environment says otherwise, and what the environment says fails. While it works nobody cares.</summary>
internal sealed class OverriddenRule : IRule
{
    private static readonly string[] Names = ["GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB"];

    /// <inheritdoc/>
    public string Id => "overridden";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Settings is not { } settings || (!situation.Hurting.Any() && situation.Chain.GoProxyProblem is null && situation.Chain.SumDbProblem is null))
        {
            yield break;
        }

        foreach (var setting in settings.Go.Settings.Where(setting => Names.Contains(setting.Name) && setting.Origin.Kind == OriginKind.ProcessEnvironment))
        {
            if (setting.Overridden.FirstOrDefault(other => other.Origin.Kind == OriginKind.UserGoEnv && other.Value != setting.Value) is { } hidden)
            {
                yield return Claims.Of(SettingLines.Probe, FindingCodes.EnvOverridden, Layer.Settings, Severity.Warning, SettingLines.Of(settings.Go, setting.Name), SettingLines.Of(hidden)) with
                {
                    Fixes = [new Fix.UnsetShellVariable(setting.Name, new BilingualText("Then the value of go env -w counts.", "取消后 go env -w 写入的值才会生效。"))],
                };
            }
        }
    }
}
