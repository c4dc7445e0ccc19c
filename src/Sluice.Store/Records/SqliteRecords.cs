using Microsoft.Data.Sqlite;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Paths;

namespace Sluice.Store.Records;

/// <summary>
/// The records of a data directory, in one SQLite file: <c>.records/records.db</c>. Opened with the first question. What a call has written survives a
/// crash of the machine when the call returns. Safe to call concurrently; several processes may use one file.
/// </summary>
/// <param name="dataDirectory">The data directory.</param>
public sealed partial class SqliteRecords(string dataDirectory) : IOriginRecords, IVerificationRecords, IDisposable
{
    /// <summary>How long another process may keep the file to itself.</summary>
    private const int BusySeconds = 10;

    /// <summary>Most of the audit trail that is read at once.</summary>
    private const int MaxEvents = 10_000;

    /// <summary>SQLITE_FULL, https://sqlite.org/rescode.html.</summary>
    private const int FullCode = 13;

    private readonly SemaphoreSlim _turn = new(1);
    private SqliteConnection? _connection;

    private string File => Path.Join(dataDirectory, ".records", "records.db");

    /// <inheritdoc/>
    public async ValueTask<OriginRecord?> FindAsync(ModulePath path, string version, CancellationToken cancellationToken) =>
        (await ReadAsync("WHERE module = $module AND version = $version", cancellationToken, ("$module", path.Value), ("$version", version))).FirstOrDefault();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OriginRecord>> OfModuleAsync(ModulePath path, CancellationToken cancellationToken) =>
        ReadAsync("WHERE module = $module", cancellationToken, ("$module", path.Value));

    /// <summary>Everything recorded, by module and version.</summary>
    /// <exception cref="StoreException">The records cannot be read.</exception>
    public ValueTask<IReadOnlyList<OriginRecord>> AllAsync(CancellationToken cancellationToken) => ReadAsync("ORDER BY module, version", cancellationToken);

    /// <summary>The newest events of the audit trail, newest first.</summary>
    /// <exception cref="StoreException">The records cannot be read.</exception>
    public async ValueTask<IReadOnlyList<AuditEvent>> EventsAsync(CancellationToken cancellationToken) => await UseAsync(
        connection =>
        {
            using var command = Command(connection, $"SELECT at, kind, module, version, detail FROM audit ORDER BY id DESC LIMIT {MaxEvents}");
            using var reader = command.ExecuteReader();
            var events = new List<AuditEvent>();
            while (reader.Read())
            {
                events.Add(new AuditEvent(TimeOf(reader.GetInt64(0)), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)));
            }

            return events;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask AddAsync(OriginRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        await UseAsync(
            connection =>
            {
                using var command = Command(
                    connection,
                    "INSERT INTO origins VALUES ($module, $version, $vcs, $url, $ref, $hash, $folder, $seen, $state, $since, $now) ON CONFLICT DO NOTHING",
                    ("$module", record.Path.Value), ("$version", record.Version), ("$vcs", record.Vcs), ("$url", record.Url), ("$ref", record.Ref),
                    ("$hash", record.Hash), ("$folder", record.Folder), ("$seen", NumberOf(record.FirstSeen)), ("$state", (int)record.State),
                    ("$since", NumberOf(record.StateSince)), ("$now", record.HashNow));
                return command.ExecuteNonQuery();
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ChangeAsync(OriginRecord record, AuditEvent because, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(because);
        return await UseAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction();
                using var change = Command(
                    connection,
                    "UPDATE origins SET state = $state, since = $since, now = $now WHERE module = $module AND version = $version AND (state <> $state OR now <> $now)",
                    ("$module", record.Path.Value), ("$version", record.Version), ("$state", (int)record.State),
                    ("$since", NumberOf(record.StateSince)), ("$now", record.HashNow));
                change.Transaction = transaction;
                if (change.ExecuteNonQuery() == 0)
                {
                    return false;
                }

                using var audit = Audit(connection, because);
                audit.Transaction = transaction;
                audit.ExecuteNonQuery();
                transaction.Commit();
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask AuditAsync(AuditEvent happened, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(happened);
        await UseAsync(
            connection =>
            {
                using var audit = Audit(connection, happened);
                return audit.ExecuteNonQuery();
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection?.Dispose();
        _turn.Dispose();
    }

    private async ValueTask<IReadOnlyList<OriginRecord>> ReadAsync(string rest, CancellationToken cancellationToken, params (string Name, object Value)[] values) => await UseAsync(
        connection =>
        {
            using var command = Command(connection, "SELECT module, version, vcs, url, ref, hash, folder, seen, state, since, now FROM origins " + rest, values);
            using var reader = command.ExecuteReader();
            var records = new List<OriginRecord>();
            while (reader.Read())
            {
                records.Add(new OriginRecord(ModulePath.Parse(reader.GetString(0)), reader.GetString(1), reader.GetString(5), TimeOf(reader.GetInt64(7)))
                {
                    Vcs = reader.GetString(2),
                    Url = reader.GetString(3),
                    Ref = reader.GetString(4),
                    Folder = reader.GetString(6),
                    State = (OriginState)reader.GetInt32(8),
                    StateSince = TimeOf(reader.GetInt64(9)),
                    HashNow = reader.GetString(10),
                });
            }

            return records;
        },
        cancellationToken);

    /// <summary>One at a time, and not on a thread that somebody waits for: SQLite blocks.</summary>
    private async ValueTask<T> UseAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => work(_connection ??= Open()), cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw WrapFailure(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(FaultCodes.StoreFailed.At(detail: "the records cannot be read or written"), exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static StoreException WrapFailure(SqliteException exception) =>
        new((exception.SqliteErrorCode == FullCode ? FaultCodes.StoreFull : FaultCodes.StoreFailed).At(detail: "the records cannot be read or written"), exception);

    private SqliteConnection Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = BusySeconds, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var command = Command(connection, Schema);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE IF NOT EXISTS origins (
          module TEXT NOT NULL, version TEXT NOT NULL, vcs TEXT NOT NULL, url TEXT NOT NULL, ref TEXT NOT NULL, hash TEXT NOT NULL, folder TEXT NOT NULL,
          seen INTEGER NOT NULL, state INTEGER NOT NULL, since INTEGER NOT NULL, now TEXT NOT NULL, PRIMARY KEY (module, version)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS audit (
          id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, module TEXT NOT NULL, version TEXT NOT NULL, detail TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS unverified (
          module TEXT NOT NULL, version TEXT NOT NULL, since INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
          tries INTEGER NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (module, version)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS unverified_next ON unverified (next);
        """;

    private static SqliteCommand Audit(SqliteConnection connection, AuditEvent happened) => Command(
        connection,
        "INSERT INTO audit (at, kind, module, version, detail) VALUES ($at, $kind, $module, $version, $detail)",
        ("$at", NumberOf(happened.At)), ("$kind", happened.Kind), ("$module", happened.Module), ("$version", happened.Version), ("$detail", happened.Detail));

    private static SqliteCommand Command(SqliteConnection connection, string text, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static long NumberOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset TimeOf(long number) => DateTimeOffset.FromUnixTimeMilliseconds(number);
}
