using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>GOSUMDB is malformed. <c>off</c> is a choice, not a fault.</summary>
internal sealed class SumDbSettingRule : IRule
{
    /// <inheritdoc/>
    public string Id => "sumdb-setting";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation) => situation is { Settings: { } settings, Chain.SumDbProblem: { } problem }
        ? [Claims.Of(SettingLines.Probe, FindingCodes.SumDbMisconfigured, Layer.Settings, Severity.Fatal, SettingLines.Of(settings.Go, "GOSUMDB"), problem)]
        : [];
}
