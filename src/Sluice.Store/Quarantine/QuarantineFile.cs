using System.Text.Json.Serialization;
using Sluice.Core.Ports;
using Sluice.Core.Records;

namespace Sluice.Store.Quarantine;

/// <summary>The evidence as it lies beside quarantined content: <c>evidence.json</c>.</summary>
internal sealed record QuarantineFile
{
    public string Schema { get; init; } = "sluice.quarantine/1";

    public required string Module { get; init; }

    public required string Version { get; init; }

    /// <summary><c>zip</c> or <c>mod</c>.</summary>
    public required string Artefact { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What came.</summary>
    public required QuarantineSide Came { get; init; }

    /// <summary>What was expected.</summary>
    public required QuarantineSide Recorded { get; init; }

    /// <summary>The record's number in the database's log.</summary>
    public required long RecordId { get; init; }

    /// <summary>Whether the content had been given out before.</summary>
    public required bool WasServed { get; init; }

    /// <summary>The file beside this one that holds the content; null when there was no room for it.</summary>
    public string? Content { get; init; }

    public required string RequestId { get; init; }

    public required IReadOnlyList<QuarantineAttempt> Attempts { get; init; }

    public static QuarantineFile Of(QuarantineEvidence evidence, string? content) => new()
    {
        Module = evidence.Artefact.Path.Value,
        Version = evidence.Artefact.Version,
        Artefact = evidence.Artefact.Kind == ArtefactKind.Zip ? "zip" : "mod",
        At = evidence.At,
        Came = new QuarantineSide(evidence.Source, [evidence.Hash]),
        Recorded = new QuarantineSide(evidence.Database, evidence.Recorded),
        RecordId = evidence.RecordId,
        WasServed = evidence.WasServed,
        Content = content,
        RequestId = evidence.RequestId,
        Attempts = [.. evidence.Attempts.Select(QuarantineAttempt.Of)],
    };
}

/// <summary>Who has which hashes.</summary>
internal sealed record QuarantineSide(string Who, IReadOnlyList<string> Hashes);

/// <summary>One question to one source.</summary>
internal sealed record QuarantineAttempt(string Source, string Outcome, int? Status, long Bytes, double DurationMs, IReadOnlyDictionary<string, string> Headers)
{
    public static QuarantineAttempt Of(FetchAttempt attempt) => new(
        attempt.Source, attempt.Outcome, attempt.Status, attempt.Bytes, Math.Round(attempt.Duration.TotalMilliseconds, 1), attempt.Headers.ToDictionary());
}

/// <summary>Serialises evidence.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(QuarantineFile))]
internal sealed partial class QuarantineJsonContext : JsonSerializerContext;
