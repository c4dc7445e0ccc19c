using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>
/// Reads git's configuration natively, in git's order: system, global (both files), the repository at hand, then the environment (<c>GIT_CONFIG_COUNT</c>). Includes are
/// followed; of conditional ones <c>gitdir</c> and <c>onbranch</c> are judged by the folder, others are taken as not met.
/// </summary>
internal sealed class GitSettingsReader(DoctorHost host)
{
    /// <summary>git's own limit is 10: config.c, MAX_INCLUDE_DEPTH.</summary>
    private const int MaxDepth = 10;

    private const int MaxFiles = 64;
    private readonly List<FileFact> _files = [];
    private readonly List<SettingValue> _settings = [];
    private readonly List<FileFault> _faults = [];
    private readonly string? _repository = FindRepository(host.WorkingDirectory);

    /// <summary>Reads it.</summary>
    public static GitSettingsEvidence Read(DoctorHost host) => new GitSettingsReader(host).Read();

    private GitSettingsEvidence Read()
    {
        foreach (var file in Files())
        {
            ReadFile(file, depth: 0);
        }

        ReadEnvironment();
        return new GitSettingsEvidence(Programs.Find(host, "git"), _files, _settings, _faults);
    }

    private IEnumerable<string> Files()
    {
        if (host.Variable("GIT_CONFIG_NOSYSTEM") is null or "0" or "false")
        {
            yield return host.Variable("GIT_CONFIG_SYSTEM") ?? (host.System == HostSystem.Windows ? @"C:\Program Files\Git\etc\gitconfig" : host.SystemPath("/etc/gitconfig"));
        }

        if (host.Variable("GIT_CONFIG_GLOBAL") is { } global)
        {
            yield return global;
        }
        else if (host.Home is { } home)
        {
            yield return Path.Combine(host.Variable("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "git", "config");
            yield return Path.Combine(home, ".gitconfig");
        }

        if (_repository is not null)
        {
            yield return Path.Combine(_repository, "config");
        }
    }

    private void ReadFile(string file, int depth)
    {
        if (_files.Count >= MaxFiles)
        {
            return;
        }

        _files.Add(HostFiles.Look(file));
        if (HostFiles.ReadText(file) is not { } text)
        {
            return;
        }

        foreach (var setting in GitConfigText.Parse(file, text, _faults))
        {
            if (IsWanted(setting.Name))
            {
                _settings.Add(setting);
            }

            if (setting.Name.EndsWith(".path", StringComparison.Ordinal) && IsIncluded(setting.Name, file))
            {
                Include(setting, file, depth);
            }
        }
    }

    private void Include(SettingValue setting, string file, int depth)
    {
        if (depth >= MaxDepth)
        {
            _faults.Add(HostFiles.Fault(file, setting.Origin.Line ?? 0, setting.Value, $"more than {MaxDepth} includes within one another"));
            return;
        }

        ReadFile(Expand(setting.Value, Path.GetDirectoryName(file) ?? "/"), depth + 1);
    }

    private string Expand(string path, string folder) =>
        path.StartsWith("~/", StringComparison.Ordinal) && host.Home is { } home ? Path.Combine(home, path[2..]) : Path.GetFullPath(path, Path.GetFullPath(folder));

    private bool IsIncluded(string name, string file)
    {
        if (name == "include.path")
        {
            return true;
        }

        const string Start = "includeif.";
        if (!name.StartsWith(Start, StringComparison.Ordinal) || _repository is null)
        {
            return false;
        }

        var condition = name[Start.Length..^".path".Length];
        var colon = condition.IndexOf(':');
        var pattern = colon < 0 ? "" : condition[(colon + 1)..];
        return (colon < 0 ? "" : condition[..colon]) switch
        {
            "gitdir" => MatchesFolder(pattern, file, StringComparison.Ordinal),
            "gitdir/i" => MatchesFolder(pattern, file, StringComparison.OrdinalIgnoreCase),
            "onbranch" => IsOnBranch(pattern),
            _ => false,
        };
    }

    /// <summary>A branch by name, or all below a folder (<c>feature/</c>); other patterns are taken as not met.</summary>
    private bool IsOnBranch(string pattern)
    {
        const string Start = "ref: refs/heads/";
        var head = HostFiles.ReadText(Path.Combine(_repository!, "HEAD"))?.Trim();
        return head is not null
            && head.StartsWith(Start, StringComparison.Ordinal)
            && (pattern.EndsWith('/') ? head[Start.Length..].StartsWith(pattern, StringComparison.Ordinal) : head[Start.Length..] == pattern);
    }

    /// <summary>The common forms: a folder and all below it (<c>~/work/</c>), or the one repository.</summary>
    private bool MatchesFolder(string pattern, string file, StringComparison comparison)
    {
        var isPrefix = pattern.EndsWith('/') || pattern.EndsWith("/**", StringComparison.Ordinal);
        var text = pattern.TrimEnd('*').TrimEnd('/');
        if (text.StartsWith("./", StringComparison.Ordinal))
        {
            text = Path.Combine(Path.GetDirectoryName(file) ?? "/", text[2..]);
        }

        text = Expand(text, "/");
        return _repository!.Equals(text, comparison) || (isPrefix && _repository.StartsWith(text + "/", comparison));
    }

    private void ReadEnvironment()
    {
        if (!int.TryParse(host.Variable("GIT_CONFIG_COUNT"), out var count))
        {
            return;
        }

        for (var i = 0; i < Math.Min(count, 100); i++)
        {
            if (host.Variable($"GIT_CONFIG_KEY_{i}") is { } name && host.Environment.GetValueOrDefault($"GIT_CONFIG_VALUE_{i}") is { } value)
            {
                var first = name.IndexOf('.');
                var last = name.LastIndexOf('.');
                var key = first < 0 ? name : name[..first].ToLowerInvariant() + name[first..last] + name[last..].ToLowerInvariant();
                if (IsWanted(key))
                {
                    _settings.Add(new SettingValue(key, value, new ValueOrigin(OriginKind.ProcessEnvironment, Name: $"GIT_CONFIG_VALUE_{i}")));
                }
            }
        }
    }

    private static bool IsWanted(string name) =>
        name.StartsWith("http.", StringComparison.Ordinal)
        || name.StartsWith("https.", StringComparison.Ordinal)
        || name.StartsWith("url.", StringComparison.Ordinal)
        || name.StartsWith("credential.", StringComparison.Ordinal)
        || name.StartsWith("protocol.", StringComparison.Ordinal)
        || name is "core.sshcommand" or "core.askpass" or "core.gitproxy";

    private static string? FindRepository(string folder)
    {
        for (var at = folder; !string.IsNullOrEmpty(at); at = Path.GetDirectoryName(at))
        {
            var candidate = Path.Combine(at, ".git");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
