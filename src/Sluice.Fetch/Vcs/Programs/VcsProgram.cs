using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Programs;

/// <summary>A version control program, run for one repository in an environment made anew. A run that takes too long ends.</summary>
/// <param name="name">What it is called: <c>hg</c>.</param>
/// <param name="host">The repository's host, for messages.</param>
/// <param name="credential">What the host is sent; null for none.</param>
/// <param name="environment">The whole environment.</param>
/// <param name="runner">Runs it.</param>
/// <param name="time">The clock.</param>
internal sealed class VcsProgram(string name, string host, Credential? credential, IReadOnlyDictionary<string, string> environment, CommandRunner runner, TimeProvider time)
{
    /// <summary>Longest run: our own choice; a clone of a large repository takes minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    /// <summary>The repository's host, for messages.</summary>
    public string Host => host;

    /// <summary>What the host is sent; null for none.</summary>
    public Credential? Credential => credential;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The environment that a program of version control gets, before its own variables.</summary>
    /// <param name="given">What the composition root hands in; only <c>PATH</c> and, for ssh, the agent's socket are taken.</param>
    /// <param name="home">Its home: no configuration of the operator's changes what a module is.</param>
    public static Dictionary<string, string> EnvironmentFor(IReadOnlyDictionary<string, string> given, string home)
    {
        var environment = new Dictionary<string, string> { ["PATH"] = given.GetValueOrDefault("PATH", ""), ["HOME"] = home, ["LC_ALL"] = "C.UTF-8" };
        if (given.TryGetValue("SSH_AUTH_SOCK", out var agent))
        {
            environment["SSH_AUTH_SOCK"] = agent;
        }

        return environment;
    }

    /// <summary>Runs it. What its exit code means is the caller's to say.</summary>
    /// <exception cref="FaultException">It is not installed, says more than the limit, or takes too long.</exception>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, RunOptions options, FetchContext context, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var variables = environment.Concat(options.Variables ?? []).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);
        var request = new CommandRequest(name, arguments, variables) { Directory = options.Directory, Input = options.Input, OutputLimitBytes = options.OutputLimitBytes };
        try
        {
            return options.Output is null
                ? await runner.RunAsync(request, context, either.Token)
                : await runner.RunAsync(request, options.Output, context, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FaultException(FaultCodes.UpstreamTimeout.At(host, $"{name} {arguments[0]} took longer than {Limit}"), exception);
        }
    }

    /// <summary>Runs it, and it has to succeed.</summary>
    /// <exception cref="FaultException">It fails.</exception>
    public async Task<byte[]> RunOrFailAsync(IReadOnlyList<string> arguments, RunOptions options, FetchContext context, CancellationToken cancellationToken)
    {
        var result = await RunAsync(arguments, options, context, cancellationToken);
        return result.ExitCode == 0 ? result.Output : throw Failed(result);
    }

    /// <summary>The fault behind a run that failed.</summary>
    public FaultException Failed(CommandResult result) => new(VcsErrors.Map(name, result.Errors, host, Http.Credential.Describe(credential)));
}

/// <summary>How one run differs from the next.</summary>
internal sealed record RunOptions
{
    /// <summary>In the root of the file system, with 16 MiB to say.</summary>
    public static RunOptions Default { get; } = new();

    /// <summary>The working directory; null for the root of the file system.</summary>
    public string? Directory { get; init; }

    /// <summary>What it reads.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Where its output goes; null to get it back.</summary>
    public Stream? Output { get; init; }

    /// <summary>More output than this is a fault.</summary>
    public long OutputLimitBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Further variables; they win over the program's own.</summary>
    public Dictionary<string, string>? Variables { get; init; }
}
