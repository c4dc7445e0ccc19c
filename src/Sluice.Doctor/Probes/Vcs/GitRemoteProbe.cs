using System.Net;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Connections;
using Sluice.Doctor.Probes.Dns;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Doctor.Probes.Vcs;

/// <summary>Asks one address of a git repository: by plain HTTP or TCP first, then by git itself, with this account's configuration and without any prompt.</summary>
internal sealed class GitRemoteProbe(DoctorHost host, HttpProber http, CommandRunner commands, GitSettingsEvidence settings)
{
    private const int MaxTags = 20;
    private const int MaxReferences = 100_000;
    private const int SshPort = 22;
    private static readonly TimeSpan HttpLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan GitLimit = TimeSpan.FromSeconds(6);

    /// <summary>Asks it.</summary>
    /// <param name="url">The address before insteadOf.</param>
    /// <param name="tag">The tag of the version asked for; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<RemoteFact> AskAsync(string url, string? tag, CancellationToken cancellationToken)
    {
        var rewritten = Rewrite(url);
        var effective = rewritten ?? url;
        var reaching = ReachAsync(effective, cancellationToken);
        var run = await commands.RunAsync(new CommandRequest("git", ["ls-remote", "--quiet", url], Environment()) { Limit = GitLimit }, cancellationToken);
        var (exchange, tcp) = await reaching;
        var references = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(MaxReferences).Select(line => line.Split('\t')[^1].Trim()).ToList();
        var tags = references.Where(name => name.StartsWith("refs/tags/", StringComparison.Ordinal) && !name.EndsWith("^{}", StringComparison.Ordinal)).Select(name => name["refs/tags/".Length..]).ToList();
        var outcome = run.Outcome switch
        {
            CommandOutcome.Missing => RemoteOutcome.ProgramMissing,
            CommandOutcome.TimedOut => RemoteOutcome.TimedOut,
            _ => run.ExitCode == 0 ? RemoteOutcome.Answered : RemoteOutcome.Failed,
        };
        return new RemoteFact(
            WithoutUserInfo(url),
            rewritten is null ? null : WithoutUserInfo(rewritten),
            $"git ls-remote --quiet {WithoutUserInfo(url)}",
            outcome,
            run.ExitCode,
            run.Errors.Trim(),
            references.Count,
            outcome != RemoteOutcome.Answered || tag is null ? Tri.NotChecked : tags.Contains(tag) ? Tri.Yes : Tri.No,
            [.. tags.TakeLast(MaxTags)],
            exchange,
            tcp,
            run.TookMs);
    }

    /// <summary>What <c>url.BASE.insteadOf</c> makes of an address: the longest match counts (git-config). Null when nothing does.</summary>
    public string? Rewrite(string url)
    {
        const string Start = "url.";
        const string End = ".insteadof";
        var best = settings.Settings
            .Where(setting => setting.Name.StartsWith(Start, StringComparison.Ordinal) && setting.Name.EndsWith(End, StringComparison.Ordinal) && setting.Name.Length > Start.Length + End.Length)
            .Where(setting => setting.Value.Length > 0 && url.StartsWith(setting.Value, StringComparison.Ordinal))
            .MaxBy(setting => setting.Value.Length);
        return best is null ? null : best.Name[Start.Length..^End.Length] + url[best.Value.Length..];
    }

    /// <summary>The host of an address in any of git's spellings: a URL, or <c>user@host:path</c>.</summary>
    public static string HostOf(string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0)
        {
            return parsed.Host;
        }

        var colon = url.IndexOf(':');
        var start = colon < 0 ? "" : url[..colon];
        return start.Contains('/', StringComparison.Ordinal) ? "" : start[(start.IndexOf('@') + 1)..];
    }

    /// <summary>An address without password, and without the user of https; that of ssh is no secret.</summary>
    public static string WithoutUserInfo(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return url;
        }

        var slash = url.IndexOf('/', scheme + 3);
        var authority = slash < 0 ? url[(scheme + 3)..] : url[(scheme + 3)..slash];
        var at = authority.LastIndexOf('@');
        var user = at < 0 ? "" : authority[..at];
        var kept = url.StartsWith("ssh", StringComparison.Ordinal) && user.Length > 0 ? user.Split(':')[0] + "@" : "";
        return string.Concat(url.AsSpan(0, scheme + 3), kept, authority.AsSpan(at + 1), slash < 0 ? "" : url.AsSpan(slash));
    }

    private async Task<(HttpExchange? Exchange, IReadOnlyList<TcpAttempt> Tcp)> ReachAsync(string url, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http")
        {
            var refs = new Uri($"{url.TrimEnd('/')}/info/refs?service=git-upload-pack");
            var result = await http.GetAsync(new HttpProbeRequest(refs) { Limit = HttpLimit, MaxBodyBytes = 4096 }, cancellationToken);
            return (result.Exchange, []);
        }

        var name = HostOf(url);
        if (name.Length == 0)
        {
            return (null, []);
        }

        var port = parsed is { Port: > 0 } ? parsed.Port : SshPort;
        var lookup = await SystemResolver.LookUpAsync(host, name, null, HttpLimit, cancellationToken);
        var addresses = lookup.Addresses.Where(address => IPAddress.TryParse(address, out _)).ToList();
        return (null, (await new TcpProbe(host).CollectAsync(name, port, "ssh", addresses, cancellationToken)).Value?.Attempts ?? []);
    }

    /// <summary>This account's whole environment, so that git does what it would do for the go command (cmd/go/internal/base sets the same), but never asks.</summary>
    private Dictionary<string, string> Environment()
    {
        var ssh = host.Variable("GIT_SSH_COMMAND") ?? settings.Settings.LastOrDefault(setting => setting.Name == "core.sshcommand")?.Value ?? host.Variable("GIT_SSH") ?? "ssh";
        return new Dictionary<string, string>(host.Environment)
        {
            ["LC_ALL"] = "C",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_ASKPASS"] = "",
            ["SSH_ASKPASS"] = "",
            ["GCM_INTERACTIVE"] = "never",
            ["GIT_OPTIONAL_LOCKS"] = "0",
            ["GIT_SSH_COMMAND"] = $"{ssh} -o BatchMode=yes -o ControlMaster=no -o ConnectTimeout=5",
        };
    }
}
