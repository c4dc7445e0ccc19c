using Sluice.Core.Ports;

namespace Sluice.Core.Records;

/// <summary>What is known of content that a checksum database contradicts.</summary>
/// <param name="Artefact">The zip or the go.mod.</param>
/// <param name="Hash">The content's hash, <c>h1:…</c>.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="At">When it came.</param>
/// <param name="Database">The database that contradicts.</param>
/// <param name="RecordId">The record there, from 0.</param>
/// <param name="Recorded">The hashes that the record has.</param>
public sealed record QuarantineEvidence(
    Artefact Artefact, string Hash, string Source, DateTimeOffset At, string Database, long RecordId, IReadOnlyList<string> Recorded)
{
    /// <summary>The id of the request that caused the fetch; empty for none.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Who was asked and what was said, with the headers of the answers.</summary>
    public IReadOnlyList<FetchAttempt> Attempts { get; init; } = [];

    /// <summary>Whether the content had been kept and given out before: then the database could not tell when it came.</summary>
    public bool WasServed { get; init; }
}
