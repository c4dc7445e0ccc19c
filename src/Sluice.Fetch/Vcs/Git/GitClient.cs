using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>Runs git for one repository. A failure is a fault.</summary>
internal sealed class GitClient(GitRemote remote, GitAccess access, GitEnvironment environment, GitRedirect? redirect, CommandRunner runner, TimeProvider time)
{
    private const string Program = "git";
    private static readonly string Nowhere = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    private volatile string _url = remote.Url;

    /// <summary>The repository on its server.</summary>
    public GitRemote Remote => remote;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Runs a command that talks to the server.</summary>
    /// <param name="copy">The copy to work on; null for none.</param>
    /// <param name="arguments">Command and arguments.</param>
    /// <param name="limits">How long and how much.</param>
    /// <param name="context">Takes notes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">The server, the network or git fails, or it takes too long.</exception>
    public async Task<byte[]> AskServerAsync(
        GitCopy? copy, IReadOnlyList<string> arguments, GitServerLimits limits, FetchContext context, CancellationToken cancellationToken)
    {
        var result = await AskAsync(copy, arguments, limits, context, cancellationToken);
        if (redirect is not null && result.ExitCode != 0 && GitRedirect.IsRedirect(result.Errors))
        {
            _url = await redirect.FollowAsync(context, cancellationToken);
            result = await AskAsync(copy, arguments, limits, context, cancellationToken);
        }

        return Check(result);
    }

    /// <summary>
    /// Whether the server speaks git's protocol at all. Git takes any page for the list of refs of a plain web server, and one that lists nothing for
    /// an empty repository: a portal's page would prove that a version does not exist.
    /// </summary>
    public async Task<bool> IsGitServerAsync(TimeSpan timeout, FetchContext context, CancellationToken cancellationToken)
    {
        if (!remote.IsHttp)
        {
            return true;
        }

        var variables = new Dictionary<string, string>(await RemoteAsync(cancellationToken)) { ["GIT_TRACE_PACKET"] = "1" };
        var result = await RunInTimeAsync(Request(null, ["ls-remote", "--quiet", "--", _url], variables), timeout, context, cancellationToken);
        return result.Errors.Contains("packet:", StringComparison.Ordinal);
    }

    /// <summary>Runs a command on a copy. What its exit code means is the caller's to say.</summary>
    /// <exception cref="FaultException">It says more than its limit.</exception>
    public Task<CommandResult> RunAsync(
        GitCopy copy, IReadOnlyList<string> arguments, GitInput input, FetchContext context, CancellationToken cancellationToken) =>
        runner.RunAsync(Local(copy, arguments, input), context, cancellationToken);

    /// <summary>Runs a command on a copy that has to succeed, and writes its output into a stream.</summary>
    /// <exception cref="FaultException">It fails, or says more than its limit.</exception>
    public async Task StreamAsync(
        GitCopy copy, IReadOnlyList<string> arguments, GitInput input, Stream output, FetchContext context, CancellationToken cancellationToken) =>
        Check(await runner.RunAsync(Local(copy, arguments, input), output, context, cancellationToken));

    /// <summary>The output of a command that had to succeed.</summary>
    public byte[] Check(CommandResult result) => result.ExitCode == 0
        ? result.Output
        : throw new FaultException(GitErrors.Map(result.Errors, remote, access.CredentialText));

    private async Task<CommandResult> AskAsync(
        GitCopy? copy, IReadOnlyList<string> arguments, GitServerLimits limits, FetchContext context, CancellationToken cancellationToken)
    {
        var variables = await RemoteAsync(cancellationToken);
        string[] whole = [.. arguments.Select(argument => argument == remote.Url ? _url : argument)];
        var request = Request(copy, whole, variables) with { Input = limits.Input, OutputLimitBytes = limits.OutputBytes };
        return await RunInTimeAsync(request, limits.Timeout, context, cancellationToken);
    }

    private async ValueTask<IReadOnlyDictionary<string, string>> RemoteAsync(CancellationToken cancellationToken) =>
        access.Tokens is null ? environment.Remote : environment.RemoteWith(await access.Tokens.GetAsync(cancellationToken));

    private async Task<CommandResult> RunInTimeAsync(CommandRequest request, TimeSpan timeout, FetchContext context, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await runner.RunAsync(request, context, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FaultException(FaultCodes.UpstreamTimeout.At(remote.Host, $"git took longer than {timeout}"), exception);
        }
    }

    private CommandRequest Local(GitCopy copy, IReadOnlyList<string> arguments, GitInput input) =>
        Request(copy, arguments, environment.Local) with { Input = input.Bytes, OutputLimitBytes = input.OutputLimitBytes };

    /// <summary>The repository is always named: git never goes looking for one in the folders around.</summary>
    private static CommandRequest Request(GitCopy? copy, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables) =>
        new(Program, arguments, new Dictionary<string, string>(variables) { ["GIT_DIR"] = copy?.Directory ?? Nowhere }) { Directory = copy?.Directory };
}

/// <summary>What a command that talks to the server may take.</summary>
/// <param name="Timeout">How long it may take as a whole.</param>
/// <param name="OutputBytes">More output than this is a fault.</param>
internal readonly record struct GitServerLimits(TimeSpan Timeout, long OutputBytes)
{
    /// <summary>Its standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }
}

/// <summary>What a command on a copy reads, and how much it may say.</summary>
/// <param name="Bytes">Its standard input.</param>
/// <param name="OutputLimitBytes">More output than this is a fault.</param>
internal readonly record struct GitInput(ReadOnlyMemory<byte> Bytes, long OutputLimitBytes)
{
    /// <summary>Nothing to read; 16 MiB to say.</summary>
    public static GitInput None { get; } = new(default, 16 * 1024 * 1024);
}
