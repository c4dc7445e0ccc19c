using System.Net;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>
/// GOPRIVATE, GONOPROXY and GONOSUMDB hold patterns of module paths, apart by commas. A network, an address, a URL, or a list apart by other marks matches no module, and what
/// was meant to be private is asked of the public proxy. Where a module that was asked for fails there, this is why.
/// </summary>
internal sealed class PrivatePatternsRule : IRule
{
    private static readonly string[] Names = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"];

    /// <inheritdoc/>
    public string Id => "private-patterns";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Settings is not { } settings)
        {
            yield break;
        }

        foreach (var setting in Names.Select(name => settings.Go.Settings.FirstOrDefault(setting => setting.Name == name && setting.Origin.Kind != OriginKind.Derived)).OfType<GoSetting>())
        {
            foreach (var pattern in setting.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (ProblemOf(pattern.Trim()) is not { } problem)
                {
                    continue;
                }

                var claim = Claims.Of(SettingLines.Probe, problem.Code, Layer.Settings, Severity.Warning, SettingLines.Of(settings.Go, setting.Name), $"{pattern.Trim()}: {problem.Why}");
                yield return claim with { Breaks = Meant(situation, pattern.Trim()), Fixes = FixOf(setting, pattern, problem.Correct) };
            }
        }
    }

    private static (FindingCode Code, string Why, string? Correct)? ProblemOf(string pattern)
    {
        if (IPNetwork.TryParse(pattern, out _) || IPAddress.TryParse(pattern, out _))
        {
            return (FindingCodes.EnvGoPrivateCidr, "an address or network; patterns match module paths", null);
        }

        var scheme = pattern.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            return (FindingCodes.EnvGoPrivateSyntax, "a URL; patterns have no scheme", pattern[(scheme + 3)..].TrimEnd('/'));
        }

        if (pattern.AsSpan().IndexOfAny(" ;|\t") >= 0)
        {
            return (FindingCodes.EnvGoPrivateSyntax, "the separator is a comma", string.Join(',', pattern.Split([' ', ';', '|', '\t'], StringSplitOptions.RemoveEmptyEntries)));
        }

        return pattern.Contains('@', StringComparison.Ordinal) ? (FindingCodes.EnvGoPrivateSyntax, "patterns have no user and no version", null) : null;
    }

    /// <summary>Failures of modules that the pattern evidently means: the module's host stands in it.</summary>
    private static IReadOnlyList<Need> Meant(Situation situation, string pattern)
    {
        var isNetwork = IPNetwork.TryParse(pattern, out var network);
        var isAddress = IPAddress.TryParse(pattern, out var address);
        return [.. situation.Hurting.Where(need => need.Kind != NeedKind.Repository && !need.Target.IsReference && IsMeant(need.Target.Module.Split('/')[0]))];

        bool IsMeant(string host)
        {
            var addresses = situation.Bundle.Dns.Select(probed => probed.Value).FirstOrDefault(value => value?.Name == host)?.System.Addresses.Append(host) ?? [host];
            return isNetwork || isAddress
                ? (isNetwork && Services.InsideNames.IsInside(situation, host)) || addresses.Any(text => IPAddress.TryParse(text, out var parsed) && (isNetwork ? network.Contains(parsed) : parsed.Equals(address)))
                : pattern.Contains(host, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static IReadOnlyList<Fix> FixOf(GoSetting setting, string pattern, string? correct)
    {
        if (correct is null || setting.Origin.Kind == OriginKind.ProcessEnvironment)
        {
            return [];
        }

        var value = setting.Value.Replace(pattern, correct, StringComparison.Ordinal);
        return [new Fix.SetGoVariable(setting.Name, value, new BilingualText("The same list, as the go command reads it.", "同样的列表，写成 go 命令能识别的形式。"))];
    }
}
