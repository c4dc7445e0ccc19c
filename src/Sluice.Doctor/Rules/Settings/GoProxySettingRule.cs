using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>
/// GOPROXY itself is wrong: malformed, without entries, or <c>off</c> where something is to be downloaded. <c>off</c> with GOFLAGS=-mod=vendor, or with the version in the
/// module cache, is somebody's wish.
/// </summary>
internal sealed class GoProxySettingRule : IRule
{
    /// <inheritdoc/>
    public string Id => "goproxy-setting";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Settings is not { } settings)
        {
            yield break;
        }

        var line = SettingLines.Of(settings.Go, "GOPROXY");
        if (situation.Chain.GoProxyProblem is { } problem)
        {
            var separator = settings.Go["GOPROXY"].Contains(';', StringComparison.Ordinal) ? "separators are , and |" : "";
            yield return Claims.Of(SettingLines.Probe, FindingCodes.GoProxyMisconfigured, Layer.Settings, Severity.Fatal, line, problem, separator);
        }
        else if (situation.Chain.Entries is [{ Kind: GoProxyEntryKind.Off }] && !settings.Go["GOFLAGS"].Contains("-mod=vendor", StringComparison.Ordinal) && !AreCached(situation))
        {
            yield return Claims.Of(SettingLines.Probe, FindingCodes.GoProxyMisconfigured, Layer.Settings, Severity.Fatal, line, "module lookup disabled by GOPROXY=off");
        }
    }

    /// <summary>Whether every module version that was asked for is in the cache; false when none was asked for.</summary>
    private static bool AreCached(Situation situation)
    {
        var cached = situation.Bundle.Cache.Value?.Modules.Select(module => $"{module.Path}@{module.Version}").ToHashSet() ?? [];
        return situation.Bundle.Asked.Modules.Count > 0 && situation.Bundle.Asked.Modules.All(cached.Contains);
    }
}
