using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Paths;

namespace Sluice.Store.Records;

public sealed partial class SqliteRecords
{
    /// <summary>Versions that wait to be written. Whoever gets the turn writes all of them: while a database is away, every cold version comes here, and each commit is a flush.</summary>
    private readonly ConcurrentQueue<(UnverifiedVersion Version, TaskCompletionSource Written)> _unwritten = new();

    /// <inheritdoc/>
    public async ValueTask AddUnverifiedAsync(UnverifiedVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _unwritten.Enqueue((version, written));
        try
        {
            await UseAsync(connection => written.Task.IsCompleted ? 0 : WriteAll(connection), cancellationToken);
        }
        catch (StoreException failure)
        {
            // Nobody's turn was of any use: none of them is left to grow the queue.
            while (_unwritten.TryDequeue(out var next))
            {
                next.Written.TrySetException(failure);
            }

            throw;
        }

        await written.Task;
    }

    private int WriteAll(SqliteConnection connection)
    {
        var batch = new List<(UnverifiedVersion Version, TaskCompletionSource Written)>();
        while (_unwritten.TryDequeue(out var next))
        {
            batch.Add(next);
        }

        try
        {
            using var transaction = connection.BeginTransaction();
            foreach (var (version, _) in batch)
            {
                using var command = Command(
                    connection, "INSERT INTO unverified VALUES ($module, $version, $since, $source, $reason, $tries, $next) ON CONFLICT DO NOTHING", ValuesOf(version));
                command.Transaction = transaction;
                command.ExecuteNonQuery();
            }

            transaction.Commit();
            batch.ForEach(static one => one.Written.SetResult());
            return batch.Count;
        }
        catch (SqliteException exception)
        {
            // Those who wait hear it too; this caller's own task has it as well.
            batch.ForEach(one => one.Written.SetException(WrapFailure(exception)));
            return 0;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Records that nobody has written yet are not made for the question.</remarks>
    public async ValueTask<IReadOnlyList<UnverifiedVersion>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return await ReadUnverifiedAsync("WHERE next <= $now ORDER BY next LIMIT $max", cancellationToken, ("$now", NumberOf(now)), ("$max", max));
    }

    /// <summary>Everything that is kept unverified, by module and version.</summary>
    /// <exception cref="StoreException">The records cannot be read.</exception>
    public ValueTask<IReadOnlyList<UnverifiedVersion>> AllUnverifiedAsync(CancellationToken cancellationToken) =>
        ReadUnverifiedAsync("ORDER BY module, version", cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PostponeAsync(UnverifiedVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        await ChangeAsync("UPDATE unverified SET reason = $reason, tries = $tries, next = $next WHERE module = $module AND version = $version", version, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveUnverifiedAsync(ModulePath path, string version, CancellationToken cancellationToken) => await UseAsync(
        connection =>
        {
            using var command = Command(
                connection, "DELETE FROM unverified WHERE module = $module AND version = $version", ("$module", path.Value), ("$version", version));
            return command.ExecuteNonQuery();
        },
        cancellationToken);

    private async ValueTask ChangeAsync(string text, UnverifiedVersion version, CancellationToken cancellationToken) => await UseAsync(
        connection =>
        {
            using var command = Command(connection, text, ValuesOf(version));
            return command.ExecuteNonQuery();
        },
        cancellationToken);

    private static (string Name, object Value)[] ValuesOf(UnverifiedVersion version) =>
    [
        ("$module", version.Path.Value), ("$version", version.Version), ("$since", NumberOf(version.Since)), ("$source", version.Source),
        ("$reason", version.Reason), ("$tries", version.Tries), ("$next", NumberOf(version.NextTry)),
    ];

    private async ValueTask<IReadOnlyList<UnverifiedVersion>> ReadUnverifiedAsync(
        string rest, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        if (_connection is null && !System.IO.File.Exists(File))
        {
            return [];
        }

        return await UseAsync(
            connection =>
            {
                using var command = Command(connection, "SELECT module, version, since, source, reason, tries, next FROM unverified " + rest, values);
                using var reader = command.ExecuteReader();
                var versions = new List<UnverifiedVersion>();
                while (reader.Read())
                {
                    versions.Add(Read(reader));
                }

                return versions;
            },
            cancellationToken);
    }

    private static UnverifiedVersion Read(SqliteDataReader reader) =>
        new(ModulePath.Parse(reader.GetString(0)), reader.GetString(1), TimeOf(reader.GetInt64(2)))
        {
            Source = reader.GetString(3),
            Reason = reader.GetString(4),
            Tries = reader.GetInt32(5),
            NextTry = TimeOf(reader.GetInt64(6)),
        };
}
