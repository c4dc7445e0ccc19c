using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.SumDb;

/// <summary>
/// Asks a checksum database for the hashes of module versions and believes nothing that its log does not vouch for (https://go.dev/design/25530-sumdb;
/// golang.org/x/mod/sumdb, <c>Client</c>). A lookup's answer passes, in this order:
/// <list type="number">
/// <item>It is a record and a note, and the note is signed by the database's key.</item>
/// <item>The note's tree head lies on the one line of heads that this client has seen, before this process too: of every two one is the other with
/// records appended. Else the database has forked; both heads and the proof are reported.</item>
/// <item>The largest tree of the line has the record, shown by tiles that are checked against its hash.</item>
/// <item>The record speaks of the module version that was asked for.</item>
/// </list>
/// What has passed is cached; a damaged cache is as good as an empty one. Whether a module may be asked for at all (GONOSUMDB) is the caller's business. Safe to
/// call concurrently; two callers who ask for the same at the same time both reach the database.
/// </summary>
public sealed class SumDbClient
{
    /// <summary>Height of the tiles of sum.golang.org.</summary>
    public const int DefaultTileHeight = 8;

    /// <summary>Largest height of tiles that the client uses: 2 MiB each.</summary>
    public const int MaxTileHeight = 16;

    /// <summary>Largest tile of records that is read: far more than 256 records of two modules' lines.</summary>
    private const int MaxRecordTileBytes = 4 * 1024 * 1024;

    private readonly ISumDbRemote _remote;
    private readonly ISumDbState _state;
    private readonly SumDbTimeline _timeline;

    /// <summary>Makes a client; nothing is read yet.</summary>
    /// <param name="verifier">The database's key.</param>
    /// <param name="remote">The database.</param>
    /// <param name="state">What is remembered of it.</param>
    /// <param name="tileHeight">Height of its tiles, from 1 to <see cref="MaxTileHeight"/>.</param>
    public SumDbClient(INoteVerifier verifier, ISumDbRemote remote, ISumDbState state, int tileHeight = DefaultTileHeight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tileHeight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tileHeight, MaxTileHeight);
        _remote = remote;
        _state = state;
        _timeline = new SumDbTimeline(verifier, remote, state, tileHeight);
    }

    /// <summary>The largest tree head seen so far; that of the empty tree before the first lookup.</summary>
    public TreeHead Latest => _timeline.Latest;

    /// <summary>Looks up a module version.</summary>
    /// <param name="path">The module.</param>
    /// <param name="version">Its version.</param>
    /// <param name="cancellationToken">Ends the lookup.</param>
    /// <returns>What the database says. Exceptions of the remote side and of the state come through as they are.</returns>
    public async ValueTask<SumDbLookup> LookupAsync(ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        try
        {
            await _timeline.LoadAsync(cancellationToken);
            var place = LookupAnswer.PathOf(path, version);
            if (await TryCacheAsync(place, path, version, cancellationToken) is { } known)
            {
                return known;
            }

            if (await _remote.ReadAsync(place, LookupAnswer.MaxBytes, cancellationToken) is not { } content)
            {
                return new SumDbLookup.NotFound();
            }

            var verified = await VerifyAsync(content, path, version, cancellationToken);
            await _state.WriteCacheAsync(place, content, cancellationToken);
            return verified;
        }
        catch (SumDbException exception)
        {
            return new SumDbLookup.Untrusted(exception.Problem, exception.Message);
        }
        catch (SumDbForkException exception)
        {
            return new SumDbLookup.Forked(exception.Evidence);
        }
    }

    /// <summary>
    /// Puts a signed tree head on the line, as from <c>latest</c> or from another client. Null if it lies there; else why not, as for a lookup.
    /// </summary>
    /// <param name="note">The signed head.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async ValueTask<SumDbLookup?> MergeAsync(ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        try
        {
            await _timeline.LoadAsync(cancellationToken);
            await _timeline.MergeAsync(note, cancellationToken);
            return null;
        }
        catch (SumDbException exception)
        {
            return new SumDbLookup.Untrusted(exception.Problem, exception.Message);
        }
        catch (SumDbForkException exception)
        {
            return new SumDbLookup.Forked(exception.Evidence);
        }
    }

    /// <summary>The largest signed tree head that was kept, as the database wrote it; empty before the first.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLatestAsync(CancellationToken cancellationToken) => await _state.ReadLatestAsync(cancellationToken);

    /// <summary>
    /// Reads a tile of the largest tree seen, of any height, for another client: hashes from tiles that are checked against the tree, records against their hashes.
    /// </summary>
    /// <param name="tile">The tile.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The content; null when the tree does not have it, or the database does not give its records.</returns>
    /// <exception cref="SumDbException">What the database gives is not the log's.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(TileCoordinate tile, CancellationToken cancellationToken)
    {
        await _timeline.LoadAsync(cancellationToken);
        var tree = _timeline.Latest;
        if (!tile.IsIn(tree.Size))
        {
            return null;
        }

        var hashes = await _timeline.ReadAsync(tree, reader => TileData.ReadAsync(tile.IsData ? tile with { Level = 0 } : tile, reader, cancellationToken));
        return tile.IsData ? await ReadRecordsAsync(tile, hashes, cancellationToken) : hashes;
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadRecordsAsync(TileCoordinate tile, byte[] hashes, CancellationToken cancellationToken)
    {
        if (await _remote.ReadAsync(tile.Path, MaxRecordTileBytes, cancellationToken) is not { } content)
        {
            return null;
        }

        if (!RecordTile.TryParse(tile, content, out var records, out var error))
        {
            throw new SumDbException(SumDbProblem.MalformedTile, error);
        }

        for (var i = 0; i < records.Count; i++)
        {
            if (records[i].Hash != new LogHash(hashes.AsSpan(i * LogHash.SizeBytes, LogHash.SizeBytes)))
            {
                throw new SumDbException(SumDbProblem.InconsistentTile, $"{tile} has another record {records[i].Id} than the log");
            }
        }

        return content;
    }

    /// <summary>What the cache has, if it passes; null if not, and then the database is asked.</summary>
    private async ValueTask<SumDbLookup.Verified?> TryCacheAsync(
        string place, ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        if (await _state.ReadCacheAsync(place, cancellationToken) is not { } content)
        {
            return null;
        }

        try
        {
            return await VerifyAsync(content, path, version, cancellationToken);
        }
        catch (SumDbException)
        {
            return null;
        }
    }

    private async ValueTask<SumDbLookup.Verified> VerifyAsync(
        ReadOnlyMemory<byte> content, ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        if (!LookupAnswer.TryParse(content, out var answer, out var error))
        {
            throw new SumDbException(SumDbProblem.MalformedAnswer, error);
        }

        await _timeline.MergeAsync(answer.Note, cancellationToken);
        var tree = _timeline.Latest;
        if (answer.Record.Id >= tree.Size)
        {
            throw new SumDbException(SumDbProblem.RecordBeyondTree, $"record {answer.Record.Id} is not in a tree of {tree.Size} records");
        }

        if (await _timeline.RecordHashAsync(tree, answer.Record.Id, cancellationToken) != answer.Record.Hash)
        {
            throw new SumDbException(SumDbProblem.WrongRecord, $"the log has another record {answer.Record.Id}");
        }

        var zip = answer.HashesOf(path, version, GoSumKind.Zip);
        var goMod = answer.HashesOf(path, version, GoSumKind.GoMod);
        return zip.Count + goMod.Count > 0
            ? new SumDbLookup.Verified(answer, zip, goMod)
            : throw new SumDbException(SumDbProblem.OtherModule, $"record {answer.Record.Id} is not about {path}@{version}");
    }
}
