using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>Single commits with their files: fetched with depth 1, so that the next one costs only what has changed.</summary>
internal sealed class GitContent(GitClient git, GitFolder folder, GitOptions options)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _times = new(StringComparer.Ordinal);
    private volatile bool _takesHashes = true;

    /// <summary>Whether a commit's files are all there.</summary>
    public bool Has(string commitId) => folder.Content.Has(commitId);

    /// <summary>Fetches a commit unless it is there; false when the server has something else by that name now.</summary>
    /// <exception cref="FaultException">The server cannot be reached, refuses, or fails.</exception>
    public Task<bool> TryFetchAsync(GitTarget target, bool isSha256, FetchContext context, CancellationToken cancellationToken) =>
        Has(target.CommitId) ? Task.FromResult(true) : CacheFaults.GuardAsync(() => FetchAsync(target, isSha256, context, cancellationToken));

    /// <summary>The committer's time of a commit that is there; null when it is no commit.</summary>
    public async Task<DateTimeOffset?> TimeOfAsync(string commitId, FetchContext context, CancellationToken cancellationToken)
    {
        if (_times.TryGetValue(commitId, out var time))
        {
            return time;
        }

        var objects = await GitObjects.ReadAsync(git, folder.Content, [commitId], GitLimits.MaxCommitBytes, context, cancellationToken);
        return objects[0] is { } found ? Remember(found) : null;
    }

    /// <summary>Reads a file of a commit that is there.</summary>
    public async Task<byte[]?> ReadFileAsync(string commitId, string path, long limitBytes, FetchContext context, CancellationToken cancellationToken)
    {
        try
        {
            var objects = await GitObjects.ReadAsync(git, folder.Content, [$"{commitId}:{path}"], limitBytes, context, cancellationToken);
            if (objects[0] is not { Type: "blob" } file)
            {
                return null;
            }

            return file.Content.Length <= limitBytes ? file.Content : throw TooLong(path, limitBytes);
        }
        catch (FaultException exception) when (exception.Fault.Code == FaultCodes.TooBig)
        {
            throw TooLong(path, limitBytes);
        }
    }

    private static FaultException TooLong(string path, long limitBytes) =>
        new(FaultCodes.TooBig.At(detail: string.Create(CultureInfo.InvariantCulture, $"{OneLine.Clean(path)} has more than {limitBytes} bytes")));

    private DateTimeOffset? Remember(GitObject found)
    {
        if (found.Type != "commit" || found.CommitterTime is not { } time)
        {
            return null;
        }

        if (_times.Count >= GitLimits.MaxRememberedCommits)
        {
            _times.Clear();
        }

        _times[found.Id] = time;
        return time;
    }

    private async Task<bool> FetchAsync(GitTarget target, bool isSha256, FetchContext context, CancellationToken cancellationToken)
    {
        using var turn = await folder.EnterAsync(cancellationToken);
        if (Has(target.CommitId))
        {
            return true;
        }

        folder.Content.Prepare(isSha256);
        try
        {
            await FetchOneAsync(target, context, cancellationToken);
        }
        catch (FaultException exception) when (exception.Fault.Code == FaultCodes.UnknownRevision)
        {
            return false;
        }
        catch (FaultException exception) when (exception.Fault.Code == FaultCodes.VcsFailed || exception.Fault.Code == FaultCodes.Reset)
        {
            // Servers word it differently: no shallow fetches, no fetches by hash. Some break off in the middle.
            context.Note(new FetchStep("resolve", $"a fetch of one commit failed ({exception.Fault.Detail}); fetching all branches and tags"));
            await FetchAllAsync(context, cancellationToken);
        }

        var objects = await GitObjects.ReadAsync(git, folder.Content, [target.CommitId], GitLimits.MaxCommitBytes, context, cancellationToken);
        if (objects[0] is not { } found)
        {
            folder.Content.Unmark(target.CommitId);
            return false;
        }

        folder.Content.Mark(target.CommitId);
        Remember(found);
        return true;
    }

    /// <summary>
    /// By its hash, which spares the server the list of its refs, and gets what the list named even when the ref has moved since. Servers without
    /// version 2 of the protocol may want a ref's name; that is found out once.
    /// </summary>
    private async Task FetchOneAsync(GitTarget target, FetchContext context, CancellationToken cancellationToken)
    {
        if (_takesHashes && target.FetchName is not null)
        {
            try
            {
                await FetchOneAsync(target.CommitId, target, context, cancellationToken);
                return;
            }
            catch (FaultException exception) when (exception.Fault.Code == FaultCodes.UnknownRevision || exception.Fault.Code == FaultCodes.VcsFailed || exception.Fault.Code == FaultCodes.Reset)
            {
                _takesHashes = false;
                context.Note(new FetchStep("resolve", $"the server gives no commit by its hash ({exception.Fault.Detail}); fetching {target.FetchName}"));
            }
        }

        await FetchOneAsync(target.FetchName ?? target.CommitId, target, context, cancellationToken);
    }

    private Task FetchOneAsync(string name, GitTarget target, FetchContext context, CancellationToken cancellationToken) => GitFetch.RunAsync(
        git, folder.Content, ["--depth=1"], [$"+{name}:{GitCopy.RefOf(target.CommitId)}"], options, context, cancellationToken);

    private Task FetchAllAsync(FetchContext context, CancellationToken cancellationToken) => GitFetch.RunAsync(
        git, folder.Content, folder.Content.IsShallow ? ["--prune", "--unshallow"] : ["--prune"],
        ["+refs/heads/*:refs/all/heads/*", "+refs/tags/*:refs/all/tags/*"], options, context, cancellationToken);
}
