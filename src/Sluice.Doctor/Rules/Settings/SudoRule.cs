using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>Under sudo the go command reads root's settings; those of the user who called it do not count.</summary>
internal sealed class SudoRule : IRule
{
    private static readonly string[] Names = ["GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOFLAGS", "GOINSECURE"];

    /// <inheritdoc/>
    public string Id => "sudo";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Settings is not { Surroundings: { SudoUser: not null } surroundings } settings)
        {
            return [];
        }

        var lost = surroundings.SudoUserGo.Where(setting => Names.Contains(setting.Name) && settings.Go[setting.Name] != setting.Value).ToList();
        return lost.Count == 0
            ? []
            : [Claims.Of(SettingLines.Probe, FindingCodes.EnvSudo, Layer.Settings, Severity.Warning, lost.SelectMany(setting => (string[])[SettingLines.Of(setting), SettingLines.Of(settings.Go, setting.Name)]))];
    }
}
