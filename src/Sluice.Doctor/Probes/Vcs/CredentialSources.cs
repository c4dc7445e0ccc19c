using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Vcs;

/// <summary>Where credentials for a host would come from. Looks at secrets to tell their kind, and keeps none.</summary>
internal static class CredentialSources
{
    private static readonly string[] Variables = ["GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "CI_JOB_TOKEN", "BITBUCKET_TOKEN", "GIT_ASKPASS"];

    private static readonly (string Start, string Hint)[] Kinds =
    [
        ("ghp_", "GitHub classic personal token"),
        ("github_pat_", "GitHub fine-grained token: only for the repositories that it names"),
        ("gho_", "GitHub OAuth token"),
        ("ghs_", "GitHub app or Actions token: only for the repositories of its installation"),
        ("ghu_", "GitHub app user token"),
        ("glpat-", "GitLab personal, group or project token"),
        ("gldt-", "GitLab deploy token"),
        ("glcbt-", "GitLab job token: only for projects that allow the job's project"),
        ("ATBB", "Bitbucket app password"),
    ];

    /// <summary>Finds them.</summary>
    public static IReadOnlyList<CredentialSource> Find(DoctorHost host, SettingsEvidence settings, string name)
    {
        var found = new List<CredentialSource>();
        found.AddRange(settings.Netrc.Machines
            .Where(machine => machine.Host.Length == 0 || machine.Host.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(machine => new CredentialSource("netrc", machine.Host, machine is { HasLogin: true, HasPassword: true } ? "complete" : "incomplete", null, new ValueOrigin(OriginKind.File, settings.Netrc.File.Path, machine.Line))));
        foreach (var setting in settings.Git.Settings)
        {
            if (OfGit(setting, name) is { } source)
            {
                found.Add(source);
            }
        }

        if (settings.Go.Settings.FirstOrDefault(setting => setting.Name == "GOAUTH") is { } auth)
        {
            found.Add(new CredentialSource("GOAUTH", "", auth.Value, null, auth.Origin));
        }

        found.AddRange(Variables.Where(variable => host.Variable(variable) is not null)
            .Select(variable => new CredentialSource("environment", "", variable, HintOf(host.Variable(variable)!), new ValueOrigin(OriginKind.ProcessEnvironment, Name: variable))));
        return found;
    }

    /// <summary>What the form of a token tells; null when nothing.</summary>
    public static string? HintOf(string token) => Array.Find(Kinds, kind => token.StartsWith(kind.Start, StringComparison.Ordinal)).Hint;

    private static CredentialSource? OfGit(SettingValue setting, string name)
    {
        if (setting.Name.StartsWith("credential.", StringComparison.Ordinal) && setting.Name.EndsWith(".helper", StringComparison.Ordinal))
        {
            var scope = setting.Name["credential".Length..^".helper".Length].TrimStart('.');
            return scope.Length == 0 || HostIn(scope) == name
                ? new CredentialSource("credential.helper", scope.Length == 0 ? "" : name, setting.Value.StartsWith('!') ? "a shell command" : setting.Value, null, setting.Origin)
                : null;
        }

        if (setting.Name.StartsWith("url.", StringComparison.Ordinal) && HostIn(setting.Value) == name)
        {
            var target = setting.Name["url.".Length..setting.Name.LastIndexOf('.')];
            return new CredentialSource("insteadOf", name, GitRemoteProbe.WithoutUserInfo(target), TokenIn(target), setting.Origin);
        }

        if (setting.Name.EndsWith(".extraheader", StringComparison.Ordinal))
        {
            var scope = setting.Name[(setting.Name.IndexOf('.') + 1)..].Split(".extraheader")[0];
            return scope is "extraheader" || HostIn(scope) == name ? new CredentialSource("extraheader", scope is "extraheader" ? "" : name, setting.Value.Split(':')[0], null, setting.Origin) : null;
        }

        return null;
    }

    private static string HostIn(string url) => GitRemoteProbe.HostOf(url);

    private static string? TokenIn(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.UserInfo.Length == 0)
        {
            return null;
        }

        return parsed.UserInfo.Split(':').Select(part => HintOf(Uri.UnescapeDataString(part))).FirstOrDefault(hint => hint is not null) ?? "credentials in the URL";
    }
}
