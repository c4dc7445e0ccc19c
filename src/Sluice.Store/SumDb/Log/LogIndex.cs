using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;

namespace Sluice.Store.SumDb.Log;

/// <summary>
/// Finds records by module version: 64 bits of a hash of both, and the numbers of the records that have them. The records decide; two versions with one key only cost a
/// look at both. Made from the records, so that it may be deleted. Writing is for whoever holds the log's lock; reading is safe to do concurrently with it.
/// </summary>
/// <param name="file">The SQLite file; made when it is not there.</param>
internal sealed class LogIndex(string file) : IDisposable
{
    private const int BusySeconds = 10;

    /// <summary>SQLITE_FULL, SQLITE_CORRUPT and SQLITE_NOTADB, https://sqlite.org/rescode.html.</summary>
    private const int FullCode = 13;

    private const int CorruptCode = 11;
    private const int NoDatabaseCode = 26;

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -16384;
        CREATE TABLE IF NOT EXISTS entries (key INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, hash BLOB NOT NULL);
        """;

    private readonly Lock _reading = new();
    private readonly Lock _writing = new();
    private SqliteConnection? _reader;
    private SqliteConnection? _writer;
    private SqliteCommand? _find;

    /// <summary>The key of a module version.</summary>
    public static long KeyOf(ModulePath path, ModuleVersion version) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{path.Value}@{version.Value}")));

    /// <summary>The tree that is indexed.</summary>
    public TreeHead ReadState() => Read(connection =>
    {
        using var command = Command(connection, "SELECT size, hash FROM state");
        using var reader = command.ExecuteReader();
        return reader.Read() ? new TreeHead(reader.GetInt64(0), new LogHash((byte[])reader.GetValue(1))) : TreeHead.Empty;
    });

    /// <summary>How many entries there are.</summary>
    public long Count() => Read(connection =>
    {
        using var command = Command(connection, "SELECT count(*) FROM entries");
        return (long)command.ExecuteScalar()!;
    });

    /// <summary>The records that may be a version's, in order.</summary>
    public IReadOnlyList<long> Find(long key) => Read(connection =>
    {
        _find ??= Command(connection, "SELECT id FROM entries WHERE key = $key ORDER BY id", ("$key", 0L));
        _find.Parameters[0].Value = key;
        using var reader = _find.ExecuteReader();
        var ids = new List<long>(1);
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    });

    /// <summary>Keys that more than one record has, with the records.</summary>
    public IEnumerable<long> RepeatedKeys() => Read(connection =>
    {
        using var command = Command(connection, "SELECT key FROM entries GROUP BY key HAVING count(*) > 1");
        using var reader = command.ExecuteReader();
        var keys = new List<long>();
        while (reader.Read())
        {
            keys.Add(reader.GetInt64(0));
        }

        return keys;
    });

    /// <summary>Adds entries; those that are there stay.</summary>
    /// <param name="entries">Keys and records.</param>
    /// <param name="tree">What is indexed then; null when more is to come.</param>
    public void Add(IEnumerable<(long Key, long Id)> entries, TreeHead? tree) => Write(connection =>
    {
        using var transaction = connection.BeginTransaction();
        using var insert = Command(connection, "INSERT OR IGNORE INTO entries VALUES ($key, $id)", ("$key", 0L), ("$id", 0L));
        insert.Transaction = transaction;

        // In the order of the table: neighbours share pages.
        foreach (var (key, id) in entries.OrderBy(entry => entry.Key))
        {
            insert.Parameters[0].Value = key;
            insert.Parameters[1].Value = id;
            insert.ExecuteNonQuery();
        }

        if (tree is { } indexed)
        {
            var hash = new byte[LogHash.SizeBytes];
            indexed.Hash.CopyTo(hash);
            using var state = Command(connection, "INSERT OR REPLACE INTO state VALUES (1, $size, $hash)", ("$size", indexed.Size), ("$hash", hash));
            state.Transaction = transaction;
            state.ExecuteNonQuery();
        }

        transaction.Commit();
    });

    /// <summary>Forgets everything: the file goes, and a new one comes. Other processes that have the old one open go on with it, and bring it up to date by themselves.</summary>
    public void Reset()
    {
        lock (_writing)
        {
            lock (_reading)
            {
                Close();
                foreach (var part in (string[])[file, file + "-wal", file + "-shm"])
                {
                    File.Delete(part);
                }
            }
        }
    }

    /// <summary>Whether a failure means that the file is no index, so that it may be deleted.</summary>
    public static bool IsBroken(StoreException exception) => exception.InnerException is SqliteException { SqliteErrorCode: CorruptCode or NoDatabaseCode };

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_writing)
        {
            lock (_reading)
            {
                Close();
            }
        }
    }

    private void Close()
    {
        _find?.Dispose();
        _reader?.Dispose();
        _writer?.Dispose();
        (_find, _reader, _writer) = (null, null, null);
    }

    private T Read<T>(Func<SqliteConnection, T> work)
    {
        lock (_reading)
        {
            return Guard(() => work(_reader ??= Open()));
        }
    }

    private void Write(Action<SqliteConnection> work)
    {
        lock (_writing)
        {
            Guard(() =>
            {
                work(_writer ??= Open());
                return 0;
            });
        }
    }

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            var code = exception.SqliteErrorCode == FullCode ? FaultCodes.StoreFull : FaultCodes.StoreFailed;
            throw new StoreException(code.At(detail: "the index of the checksum log cannot be read or written"), exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(FaultCodes.StoreFailed.At(detail: "the index of the checksum log cannot be read or written"), exception);
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = BusySeconds, Pooling = false }.ToString());
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
}
