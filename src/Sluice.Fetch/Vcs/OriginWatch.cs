using System.Globalization;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Vcs;

/// <summary>
/// Compares what a repository says with what it said when a version was first seen. A tag that names another commit now is never mixed with what is kept
/// of the version; a tag that is gone takes nothing away. Each change is audited once.
/// </summary>
internal sealed class OriginWatch(IOriginRecords records, TimeProvider time)
{
    /// <summary>Records a version that was just found in its repository, or compares it with what is recorded.</summary>
    /// <returns>Null, or why it must not be mixed with what was seen before: it is another commit now.</returns>
    public async Task<Fault?> CheckAsync(FoundVersion found, RepositoryRoot root, FetchContext context, CancellationToken cancellationToken)
    {
        var (path, version, commit) = (found.Path, found.Version.Value, found.Commit);
        var record = await records.FindAsync(path, version, cancellationToken);
        if (record is null)
        {
            record = new OriginRecord(path, version, commit.Id, time.GetUtcNow())
            {
                Vcs = root.VcsName,
                Url = root.Url,
                Ref = commit.Ref.StartsWith(TagPrefix, StringComparison.Ordinal) ? commit.Ref : "",
                Folder = found.Placement.Folder,
            };
            await records.AddAsync(record, cancellationToken);
            return null;
        }

        await SetAsync(record, record.Hash == commit.Id ? OriginState.Present : OriginState.Moved, commit.Id, context, cancellationToken);
        return record.Hash == commit.Id ? null : FaultCodes.TagMoved.At(detail: MovedText(record, commit.Id));
    }

    /// <summary>Compares all recorded versions of a module with the tags that its repository has now.</summary>
    public async Task CompareAsync(ModulePath path, IReadOnlyList<RepositoryTag> tags, FetchContext context, CancellationToken cancellationToken)
    {
        var recorded = await records.OfModuleAsync(path, cancellationToken);
        if (recorded.Count == 0)
        {
            return;
        }

        var commits = tags.ToDictionary(tag => TagPrefix + tag.Name, tag => tag.CommitId, StringComparer.Ordinal);
        foreach (var record in recorded.Where(record => record.Ref.Length > 0))
        {
            if (!commits.TryGetValue(record.Ref, out var now))
            {
                await SetAsync(record, OriginState.Lost, "", context, cancellationToken);
            }
            else
            {
                await SetAsync(record, now == record.Hash ? OriginState.Present : OriginState.Moved, now, context, cancellationToken);
            }
        }
    }

    /// <summary>Records that what a question was about is no longer at its origin: one version, or with null all of the module.</summary>
    public async Task LoseAsync(ModulePath path, string? version, FetchContext context, CancellationToken cancellationToken)
    {
        foreach (var record in await records.OfModuleAsync(path, cancellationToken))
        {
            if (version is null || record.Version == version)
            {
                await SetAsync(record, OriginState.Lost, "", context, cancellationToken);
            }
        }
    }

    private const string TagPrefix = "refs/tags/";

    private async Task SetAsync(OriginRecord record, OriginState state, string hash, FetchContext context, CancellationToken cancellationToken)
    {
        var changed = record with { State = state, StateSince = time.GetUtcNow(), HashNow = state == OriginState.Moved ? hash : "" };
        if ((record.State, record.HashNow) == (changed.State, changed.HashNow))
        {
            return;
        }

        var (kind, detail) = state switch
        {
            OriginState.Moved => ("origin.tag-moved", MovedText(record, hash)),
            OriginState.Lost => ("origin.lost", $"{NameOf(record)} is no longer at {record.Url}; what is kept is still served"),
            _ => ("origin.restored", $"{NameOf(record)} is at {record.Url} again, with commit {record.Hash}"),
        };
        var audit = new AuditEvent(changed.StateSince, kind, record.Path.Value, record.Version, detail);
        if (await records.ChangeAsync(changed, audit, cancellationToken))
        {
            context.Note(new FetchStep(FetchStep.Alert, $"{kind}: {record.Path}@{record.Version}: {detail}"));
        }
    }

    private static string NameOf(OriginRecord record) => record.Ref.Length > 0 ? record.Ref[TagPrefix.Length..] : record.Version;

    private static string MovedText(OriginRecord record, string hash) => string.Create(
        CultureInfo.InvariantCulture, $"{NameOf(record)} is commit {hash[..Math.Min(12, hash.Length)]}; on {record.FirstSeen:yyyy-MM-dd} it was {record.Hash[..Math.Min(12, record.Hash.Length)]}");
}
