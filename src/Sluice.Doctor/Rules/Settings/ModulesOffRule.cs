using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>GO111MODULE=off: the go command works as before modules and knows no GOPROXY.</summary>
internal sealed class ModulesOffRule : IRule
{
    /// <inheritdoc/>
    public string Id => "modules-off";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation) => situation.Settings is { } settings && settings.Go["GO111MODULE"] == "off"
        ? [Claims.Of(SettingLines.Probe, FindingCodes.GoModOutsideModule, Layer.Settings, Severity.Fatal, SettingLines.Of(settings.Go, "GO111MODULE"))]
        : [];
}
