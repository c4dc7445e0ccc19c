using Sluice.Core.Faults;

namespace Sluice.Core.Ports;

/// <summary>What a checksum database says of a module version.</summary>
public abstract record ChecksumAnswer
{
    private ChecksumAnswer()
    {
    }

    /// <summary>The log holds these hashes, and that has been verified. One of the lists may be empty, not both.</summary>
    /// <param name="Database">The database's name.</param>
    /// <param name="RecordId">The record's number in the log, from 0.</param>
    /// <param name="ZipHashes">Hashes of the version's files, with their algorithm: <c>h1:…</c>.</param>
    /// <param name="GoModHashes">Hashes of its go.mod.</param>
    public sealed record Recorded(string Database, long RecordId, IReadOnlyList<string> ZipHashes, IReadOnlyList<string> GoModHashes) : ChecksumAnswer;

    /// <summary>The database says that it does not have the version. It may have it later.</summary>
    /// <param name="Database">The database's name.</param>
    /// <param name="Fault">What it said.</param>
    public sealed record Absent(string Database, Fault Fault) : ChecksumAnswer;

    /// <summary>Nobody could be asked now: no connection, no usable answer.</summary>
    /// <param name="Database">The database's name.</param>
    /// <param name="Fault">Why.</param>
    public sealed record Unreachable(string Database, Fault Fault) : ChecksumAnswer;

    /// <summary>What came does not fit the log: a wrong signature, another record, two histories. Never to be taken for an outage.</summary>
    /// <param name="Database">The database's name.</param>
    /// <param name="Fault">What is wrong.</param>
    public sealed record Untrusted(string Database, Fault Fault) : ChecksumAnswer;

    /// <summary>No database is asked about this module: it is private, or databases are off.</summary>
    public sealed record NotCovered : ChecksumAnswer;
}
