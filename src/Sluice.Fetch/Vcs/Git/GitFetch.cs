using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>One <c>git fetch</c>.</summary>
internal static class GitFetch
{
    /// <summary>What every fetch says: nothing but what is named is fetched, nothing else is written, nothing runs afterwards.</summary>
    private static readonly string[] Common = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules"];

    /// <summary>More refspecs than this go by standard input: a command line has an end.</summary>
    private const int MaxArguments = 16;

    /// <summary>Fetches.</summary>
    /// <exception cref="FaultException">The server, the network or git fails.</exception>
    public static async Task RunAsync(
        GitClient git, GitCopy copy, string[] flags, IReadOnlyList<string> refspecs, GitOptions options, FetchContext context, CancellationToken cancellationToken)
    {
        var limits = new GitServerLimits(options.FetchTimeout, GitLimits.MaxFetchOutputBytes);
        string[] arguments = [.. Common, .. flags, "--end-of-options", git.Remote.Url, .. refspecs];
        if (refspecs.Count > MaxArguments)
        {
            arguments = [.. Common, .. flags, "--stdin", "--end-of-options", git.Remote.Url];
            limits = limits with { Input = Encoding.UTF8.GetBytes(string.Concat(refspecs.Select(refspec => refspec + "\n"))) };
        }

        using var guard = new PackGuard(copy, options.PackLimitBytes, git.Time, cancellationToken);
        try
        {
            await git.AskServerAsync(copy, arguments, limits, context, guard.Token);
        }
        catch (OperationCanceledException exception) when (guard.IsTooBig && !cancellationToken.IsCancellationRequested)
        {
            throw new FaultException(FaultCodes.TooBig.At(git.Remote.Host, $"the server sends more than {options.PackLimitBytes} bytes for one fetch"), exception);
        }
    }
}
