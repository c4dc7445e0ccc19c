using Microsoft.Data.Sqlite;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Paths;

namespace Sluice.Store.Records;

public sealed partial class SqliteRecords
{
    /// <inheritdoc/>
    public async ValueTask AddUnverifiedAsync(UnverifiedVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        await ChangeAsync("INSERT INTO unverified VALUES ($module, $version, $since, $source, $reason, $tries, $next) ON CONFLICT DO NOTHING", version, cancellationToken);
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
            using var command = Command(
                connection,
                text,
                ("$module", version.Path.Value), ("$version", version.Version), ("$since", NumberOf(version.Since)), ("$source", version.Source),
                ("$reason", version.Reason), ("$tries", version.Tries), ("$next", NumberOf(version.NextTry)));
            return command.ExecuteNonQuery();
        },
        cancellationToken);

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
