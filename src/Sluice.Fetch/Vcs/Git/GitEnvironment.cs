using System.Globalization;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// The whole environment of git. Nothing is inherited. Commands that talk to the server see the operator's git configuration, so that
/// <c>url.*.insteadOf</c> holds; commands on the copy see none, so that no filter and no attribute of the operator changes content.
/// </summary>
internal sealed class GitEnvironment
{
    private const string UsernameVariable = "SLUICE_GIT_USERNAME";
    private const string PasswordVariable = "SLUICE_GIT_PASSWORD";

    /// <summary>What git asks for a password: a shell function without any secret in it. https://git-scm.com/docs/gitcredentials</summary>
    private const string Helper =
        $$"""!f() { test "$1" = get || return 0; printf 'username=%s\npassword=%s\n' "${{UsernameVariable}}" "${{PasswordVariable}}"; }; f""";

    /// <summary>Git sends no password without a user name; hosts that look at the token alone take any (GitHub's own example is this one).</summary>
    private const string NoUsername = "x-access-token";

    private static readonly string Nowhere = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    /// <summary>What a copy of a repository never does: run hooks, watch files, tidy up in the background, ask.</summary>
    private static readonly KeyValuePair<string, string>[] Quiet =
    [
        new("core.hooksPath", Nowhere),
        new("core.fsmonitor", "false"),
        new("core.askPass", ""),
        new("gc.auto", "0"),
        new("maintenance.auto", "false"),
        new("advice.detachedHead", "false"),
    ];

    private readonly GitOptions _options;

    private GitEnvironment(GitOptions options) => _options = options;

    /// <summary>For commands on the copy.</summary>
    public required IReadOnlyDictionary<string, string> Local { get; init; }

    /// <summary>For commands that talk to the server.</summary>
    public required IReadOnlyDictionary<string, string> Remote { get; init; }

    /// <summary>Puts both together.</summary>
    /// <param name="options">How git is used.</param>
    /// <param name="remote">The repository.</param>
    /// <param name="access">How its host is reached.</param>
    /// <param name="isTrusted">Whether git may follow redirects to wherever they lead; else <see cref="GitRedirect"/> does it.</param>
    public static GitEnvironment Create(GitOptions options, GitRemote remote, GitAccess access, bool isTrusted)
    {
        var environment = new GitEnvironment(options) { Local = new Dictionary<string, string>(), Remote = new Dictionary<string, string>() };
        return new GitEnvironment(options) { Local = environment.MakeLocal(), Remote = environment.MakeRemote(remote, access, isTrusted) };
    }

    /// <summary>For commands that talk to the server, with a password that was not known before.</summary>
    public IReadOnlyDictionary<string, string> RemoteWith(Secret password) => new Dictionary<string, string>(Remote) { [PasswordVariable] = password.Reveal() };

    private Dictionary<string, string> MakeCommon() => new()
    {
        ["PATH"] = _options.EnvironmentVariables.GetValueOrDefault("PATH", ""),
        ["LC_ALL"] = "C",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_ASKPASS"] = "",
        ["SSH_ASKPASS"] = "",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
        ["GIT_ATTR_NOSYSTEM"] = "1",
    };

    private Dictionary<string, string> MakeLocal()
    {
        var variables = MakeCommon();
        variables["GIT_CONFIG_GLOBAL"] = Nowhere;
        variables["GIT_CONFIG_NOSYSTEM"] = "1";

        // A copy without trees must not go and get them on its own.
        variables["GIT_NO_LAZY_FETCH"] = "1";
        variables["GIT_ALLOW_PROTOCOL"] = "";
        AddConfiguration(variables, [.. Quiet, new("core.attributesFile", ""), new("core.autocrlf", "input"), new("core.eol", "lf")]);
        return variables;
    }

    private Dictionary<string, string> MakeRemote(GitRemote remote, GitAccess access, bool isTrusted)
    {
        var variables = MakeCommon();
        foreach (var name in (string[])["HOME", "SSH_AUTH_SOCK", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"])
        {
            Take(variables, name, name);
        }

        Take(variables, "SSL_CERT_DIR", "GIT_SSL_CAPATH");
        Take(variables, "SSL_CERT_FILE", "GIT_SSL_CAINFO");
        Take(variables, "GIT_SSL_CAINFO", "GIT_SSL_CAINFO");
        variables["GIT_ALLOW_PROTOCOL"] = _options.AllowsFileUrls ? "https:http:ssh:file" : "https:http:ssh";
        variables["GIT_SSH_COMMAND"] = SshCommand.For(_options.Ssh);
        variables["GIT_SSH_VARIANT"] = "ssh";
        List<KeyValuePair<string, string>> settings =
        [
            .. Quiet,
            new("protocol.version", "2"),

            // A pack is there as a whole or not at all, while single objects of a killed fetch could be a commit without its files.
            new("fetch.unpackLimit", "1"),
            new("fetch.recurseSubmodules", "false"),
            new("submodule.recurse", "false"),
            new("fetch.writeCommitGraph", "false"),
            new("http.followRedirects", isTrusted ? "initial" : "false"),
            new("http.lowSpeedLimit", "1"),
            new("http.lowSpeedTime", ((int)Math.Max(1, _options.StallTimeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture)),
        ];
        AddCredential(variables, settings, remote, access.Credential);
        if (access.ProxyUrl is not null)
        {
            settings.Add(new("http.proxy", access.ProxyUrl.Reveal()));
        }

        if (access.CaFile is not null)
        {
            variables["GIT_SSL_CAINFO"] = access.CaFile;
        }

        AddConfiguration(variables, settings);
        return variables;
    }

    /// <summary>Ours goes to its own host only, also when that redirects; the operator's helpers stay in force for all others.</summary>
    private static void AddCredential(Dictionary<string, string> variables, List<KeyValuePair<string, string>> settings, GitRemote remote, Credential? credential)
    {
        if (credential is null || remote.Address is null)
        {
            return;
        }

        variables[UsernameVariable] = credential.Username.Length > 0 ? credential.Username : NoUsername;
        variables[PasswordVariable] = credential.Password.Reveal();
        var key = $"credential.{remote.Scheme}://{remote.Address.Authority}.helper";
        settings.Add(new(key, ""));
        settings.Add(new(key, Helper));
    }

    private void Take(Dictionary<string, string> variables, string from, string to)
    {
        if (_options.EnvironmentVariables.TryGetValue(from, out var value) && value.Length > 0)
        {
            variables[to] = value;
        }
    }

    /// <summary>Settings that win over every file (https://git-scm.com/docs/git-config, <c>GIT_CONFIG_COUNT</c>).</summary>
    private static void AddConfiguration(Dictionary<string, string> variables, IReadOnlyCollection<KeyValuePair<string, string>> settings)
    {
        variables["GIT_CONFIG_COUNT"] = settings.Count.ToString(CultureInfo.InvariantCulture);
        foreach (var (index, setting) in settings.Index())
        {
            variables[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{index}")] = setting.Key;
            variables[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{index}")] = setting.Value;
        }
    }
}
