using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>Who runs us, and who else sets Go up on this machine: sudo, build services, editors, shell start files.</summary>
internal static partial class SurroundingsReader
{
    private static readonly (string Variable, string Name)[] Services =
    [
        ("GITHUB_ACTIONS", "GitHub Actions"),
        ("GITLAB_CI", "GitLab CI"),
        ("JENKINS_URL", "Jenkins"),
        ("TEAMCITY_VERSION", "TeamCity"),
        ("TF_BUILD", "Azure Pipelines"),
        ("BUILDKITE", "Buildkite"),
        ("CIRCLECI", "CircleCI"),
        ("DRONE", "Drone"),
        ("BITBUCKET_BUILD_NUMBER", "Bitbucket Pipelines"),
        ("TRAVIS", "Travis CI"),
        ("CI", "another build service"),
    ];

    /// <summary>Reads them.</summary>
    public static SurroundingsEvidence Read(DoctorHost host)
    {
        var sudoUser = host.Variable("SUDO_USER");
        return new SurroundingsEvidence(
            host.IsElevated switch { true => Tri.Yes, false => Tri.No, null => Tri.NotChecked },
            sudoUser,
            sudoUser is null ? [] : ReadGoOf(host, sudoUser),
            Array.Find(Services, service => host.Variable(service.Variable) is not (null or "false")).Name,
            IsContainer(host),
            [.. ReadVisualStudioCode(host), .. ReadGoLand(host)],
            [.. ShellFiles(host).SelectMany(ReadExports)]);
    }

    private static Tri IsContainer(DoctorHost host)
    {
        if (host.System != HostSystem.Linux)
        {
            return Tri.NotChecked;
        }

        var isOne = File.Exists(host.SystemPath("/.dockerenv"))
            || File.Exists(host.SystemPath("/run/.containerenv"))
            || host.Variable("KUBERNETES_SERVICE_HOST") is not null
            || host.Variable("container") is not null;
        return isOne ? Tri.Yes : Tri.No;
    }

    /// <summary>The file of the account that called sudo, found in passwd.</summary>
    private static IReadOnlyList<SettingValue> ReadGoOf(DoctorHost host, string user)
    {
        var home = HostFiles.ReadLines(host.SystemPath("/etc/passwd")).Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length > 5 && fields[0] == user)?[5];
        if (string.IsNullOrEmpty(home) || GoSettingsReader.ConfigFolderOf(host.System, _ => null, home) is not { } folder)
        {
            return [];
        }

        var file = Path.Combine(folder, "go", "env");
        return HostFiles.ReadText(file) is { } text ? GoEnvFile.Parse(file, text, OriginKind.UserGoEnv, []) : [];
    }

    private static IEnumerable<ToolSetting> ReadVisualStudioCode(DoctorHost host)
    {
        var config = GoSettingsReader.ConfigFolderOf(host.System, host.Variable, host.Home);
        string?[] files = [config is null ? null : Path.Combine(config, "Code", "User", "settings.json"), Path.Combine(host.WorkingDirectory, ".vscode", "settings.json")];
        return files.OfType<string>().SelectMany(ReadSettingsJson);
    }

    private static List<ToolSetting> ReadSettingsJson(string file)
    {
        var found = new List<ToolSetting>();
        if (HostFiles.ReadBytes(file) is not { } bytes)
        {
            return found;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            foreach (var name in (string[])["go.toolsEnvVars", "go.testEnvVars"])
            {
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var table) && table.ValueKind == JsonValueKind.Object)
                {
                    found.AddRange(table.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String)
                        .Select(entry => new ToolSetting("Visual Studio Code", new SettingValue(entry.Name, entry.Value.GetString()!, new ValueOrigin(OriginKind.File, file, Name: name)))));
                }
            }
        }
        catch (JsonException)
        {
            // The editor complains about it itself.
        }

        return found;
    }

    /// <summary>GoLand keeps environments of run configurations and of go modules as <c>&lt;entry key="GOPROXY" value="…"/&gt;</c>.</summary>
    private static IEnumerable<ToolSetting> ReadGoLand(DoctorHost host)
    {
        foreach (var name in (string[])["workspace.xml", "go.xml"])
        {
            var file = Path.Combine(host.WorkingDirectory, ".idea", name);
            var lines = HostFiles.ReadLines(file);
            for (var i = 0; i < lines.Length; i++)
            {
                foreach (Match match in XmlEntry().Matches(lines[i]))
                {
                    yield return new ToolSetting(
                        "GoLand",
                        new SettingValue(match.Groups[1].Value, System.Net.WebUtility.HtmlDecode(match.Groups[2].Value), new ValueOrigin(OriginKind.File, file, i + 1)));
                }
            }
        }
    }

    private static IEnumerable<string> ShellFiles(DoctorHost host)
    {
        if (host.System == HostSystem.Windows)
        {
            yield break;
        }

        yield return host.SystemPath("/etc/environment");
        yield return host.SystemPath("/etc/profile");
        var folder = host.SystemPath("/etc/profile.d");
        foreach (var file in (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.sh") : []).Order(StringComparer.Ordinal))
        {
            yield return file;
        }

        foreach (var name in (string[])[".profile", ".bash_profile", ".bashrc", ".zshenv", ".zprofile", ".zshrc", Path.Combine(".config", "fish", "config.fish")])
        {
            if (host.Home is { } home)
            {
                yield return Path.Combine(home, name);
            }
        }
    }

    private static IEnumerable<SettingValue> ReadExports(string file)
    {
        var lines = HostFiles.ReadLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (Export().Match(lines[i]) is { Success: true } match)
            {
                var value = match.Groups[2].Value.Trim();
                var isQuoted = value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0];
                yield return new SettingValue(match.Groups[1].Value, isQuoted ? value[1..^1] : value, new ValueOrigin(OriginKind.File, file, i + 1, match.Groups[1].Value));
            }
        }
    }

    [GeneratedRegex("""^\s*(?:export\s+|set\s+-\w+\s+|typeset\s+-x\s+)?(GO[A-Z0-9]+|(?:https?|HTTPS?|all|ALL|no|NO)_(?:proxy|PROXY)|SSL_CERT_(?:FILE|DIR)|GIT_[A-Z_]+)[=\s]+(.*?)\s*(?:#.*)?$""")]
    private static partial Regex Export();

    [GeneratedRegex("""<(?:entry|env)\s+(?:key|name)="(GO[A-Z0-9]+|(?:https?|HTTPS?|no|NO)_(?:proxy|PROXY))"\s+value="([^"]*)"\s*/?>""")]
    private static partial Regex XmlEntry();
}
