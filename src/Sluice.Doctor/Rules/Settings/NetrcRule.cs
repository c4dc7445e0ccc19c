using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>
/// The netrc file cannot be read, which matters where a host refuses for want of credentials; or others may read passwords in it.
/// </summary>
internal sealed class NetrcRule : IRule
{
    /// <inheritdoc/>
    public string Id => "netrc";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Settings?.Netrc is not { File.Exists: true } netrc)
        {
            yield break;
        }

        var file = netrc.File.Path;
        if (netrc.File.IsReadable == Tri.No || netrc.Faults.Count > 0)
        {
            var refused = situation.Hurting.Where(need => need.Exchange is { Status: 401 } || (need.Kind == NeedKind.Repository && need.Vcs?.Remotes.Any(remote => remote.Http?.Status is 401 or 403 or 404) == true)).ToList();
            var lines = netrc.File.IsReadable == Tri.No ? [$"{file}: not readable ({netrc.File.Mode})"] : netrc.Faults.Take(4).Select(SettingLines.Of);
            yield return Claims.Of(SettingLines.Probe, FindingCodes.NetrcSyntax, Layer.Settings, Severity.Warning, lines) with { Breaks = refused };
        }

        if (netrc.Machines.Any(machine => machine.HasPassword) && netrc.File.Mode is { Length: >= 2 } mode && mode[^2..] != "00")
        {
            yield return Claims.Of(SettingLines.Probe, FindingCodes.NetrcPermissions, Layer.Settings, Severity.Warning, $"{file}: {mode}") with
            {
                Fixes = [new Fix.SetFileMode(file, "0600", new BilingualText("Keeps the passwords to this account.", "只允许本账户读取其中的密码。"))],
            };
        }
    }
}
