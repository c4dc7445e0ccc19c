using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>Lines of the go command's own files that it passes over without a word.</summary>
internal sealed class GoEnvFileRule : IRule
{
    /// <inheritdoc/>
    public string Id => "go-env-file";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation) => situation.Settings is { Go.Faults.Count: > 0 } settings
        ? [Claims.Of(SettingLines.Probe, FindingCodes.EnvFileSyntax, Layer.Settings, Severity.Warning, settings.Go.Faults.Take(6).Select(SettingLines.Of))]
        : [];
}
