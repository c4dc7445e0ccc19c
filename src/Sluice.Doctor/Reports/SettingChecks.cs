using Sluice.Doctor.Evidence;
using Sluice.Doctor.Rules;

namespace Sluice.Doctor.Reports;

/// <summary>The settings that decide, each with its origin; marked where a finding rests on it.</summary>
internal static class SettingChecks
{
    private static readonly string[] Always = ["GOPROXY", "GOSUMDB"];
    private static readonly string[] WhenSet = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOFLAGS", "GO111MODULE", "GOTOOLCHAIN", "GOVCS", "GOAUTH"];

    /// <summary>The checks.</summary>
    public static IReadOnlyList<Check> Of(Diagnosis diagnosis, CheckMarks marks)
    {
        if (diagnosis.Bundle.Settings is not { Value: { } settings })
        {
            return [new Check(CheckState.NotChecked, "settings", diagnosis.Bundle.Settings.NotChecked!.Because)];
        }

        var go = settings.Go.Settings.Where(setting => Always.Contains(setting.Name) || (WhenSet.Contains(setting.Name) && setting.Value.Length > 0 && setting.Origin.Kind is not (OriginKind.Default or OriginKind.Derived)));
        var version = settings.Go.Installation?.Version is { Length: > 0 } found ? [new Check(CheckState.Fact, "go", $"{found} ({settings.Go.Installation.Root})")] : Array.Empty<Check>();
        return
        [
            .. version,
            .. go.OrderBy(setting => Array.IndexOf([.. Always, .. WhenSet], setting.Name)).Select(setting => Line(setting.Name, setting.Value, setting.Origin)),
            .. settings.ProxyVariables.Concat(settings.Certificates).Select(setting => Line(setting.Name, setting.Value, setting.Origin)),
        ];

        Check Line(string name, string value, ValueOrigin origin) => new(StateOf($"{name}={value}", marks), name, $"{(value.Length == 0 ? "\"\"" : value)} ({origin})");
    }

    private static CheckState StateOf(string start, CheckMarks marks)
    {
        var about = marks.Findings.Where(finding => finding.Evidence.Any(sighting => sighting.Text.StartsWith(start + " (", StringComparison.Ordinal))).ToList();
        return about.Exists(finding => finding.Severity == Severity.Fatal) ? CheckState.Problem : about.Count > 0 ? CheckState.Warning : CheckState.Fact;
    }
}
