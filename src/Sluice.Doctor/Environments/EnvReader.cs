using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Environments;

/// <summary>Reads what governs downloads here.</summary>
public static class EnvReader
{
    private static readonly string[] GoNames =
    [
        "GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOAUTH", "GO111MODULE", "GOFLAGS", "GOWORK", "GOTOOLCHAIN", "GOMODCACHE", "GOENV",
    ];

    /// <summary>Reads it.</summary>
    public static EnvReport Read(DoctorHost host)
    {
        var settings = SettingsProbe.Collect(host);
        var go = GoNames.Select(name => settings.Go.Settings.FirstOrDefault(setting => setting.Name == name)).OfType<GoSetting>().Select(setting => new EnvValue(
            "go",
            setting.Name,
            Secrets.Mask(setting.Value),
            Describe(setting.Origin),
            [.. setting.Overridden.Select(other => $"{Secrets.Mask(other.Value)} ({Describe(other.Origin)})")]));
        return new EnvReport(
            settings.Go.Installation?.Version,
            settings.Go.UserFile.Path,
            [
                .. go,
                .. settings.ProxyVariables.Select(value => Plain("proxy", value)),
                .. settings.Certificates.Select(value => Plain("certificates", value)),
                .. settings.Git.Settings.Where(IsShown).Select(value => Plain("git", value)),
            ],
            ProxyMatrix.Effective(settings),
            ProxyMatrix.Of(settings))
        {
            Remarks = [.. Remarks(settings)],
        };
    }

    private static bool IsShown(SettingValue value) =>
        value.Name.EndsWith(".insteadof", StringComparison.Ordinal) || value.Name.EndsWith("proxy", StringComparison.Ordinal) || value.Name == "core.sshcommand";

    private static EnvValue Plain(string group, SettingValue value) => new(group, Secrets.Mask(value.Name), Secrets.Mask(value.Value), Describe(value.Origin), []);

    private static string Describe(ValueOrigin origin) => origin.Kind switch
    {
        OriginKind.Default => "default",
        OriginKind.ProcessEnvironment => "environment",
        OriginKind.Derived => $"from {origin.Name}",
        _ => origin.ToString(),
    };

    private static IEnumerable<BilingualText> Remarks(SettingsEvidence settings)
    {
        foreach (var setting in settings.Go.Settings.Where(setting => setting.Origin.Kind == OriginKind.ProcessEnvironment && setting.Overridden.Any(other => other.Origin.Kind == OriginKind.UserGoEnv)))
        {
            var line = settings.Surroundings.ShellExports.LastOrDefault(export => export.Name == setting.Name)?.Origin.ToString();
            yield return new BilingualText(
                $"{setting.Name} of `go env -w` does not count: the environment sets it{(line is null ? "" : $", in {line}")}",
                $"`go env -w` 中的 {setting.Name} 不起作用：环境变量已设置{(line is null ? "" : $"，位于 {line}")}");
        }

        foreach (var fault in settings.Go.Faults)
        {
            yield return new BilingualText($"{fault.File}:{fault.Line}: {fault.Problem}", $"{fault.File}:{fault.Line}：{fault.Problem}");
        }

        if (settings.ProxyVariables.Any(value => value.Name is "ALL_PROXY" or "all_proxy") && !settings.ProxyVariables.Any(value => value.Name is "HTTPS_PROXY" or "https_proxy"))
        {
            yield return new BilingualText("ALL_PROXY means nothing to go: set HTTPS_PROXY", "go 不读取 ALL_PROXY：请设置 HTTPS_PROXY");
        }

        foreach (var (upper, lower) in ((string, string)[])[("HTTPS_PROXY", "https_proxy"), ("NO_PROXY", "no_proxy")])
        {
            var (first, second) = (settings.ProxyVariables.FirstOrDefault(value => value.Name == upper), settings.ProxyVariables.FirstOrDefault(value => value.Name == lower));
            if (first is not null && second is not null && first.Value != second.Value)
            {
                yield return new BilingualText($"{upper} and {lower} differ: go takes {upper}, git and curl take {lower}", $"{upper} 与 {lower} 不一致：go 用 {upper}，git 和 curl 用 {lower}");
            }
        }
    }
}
