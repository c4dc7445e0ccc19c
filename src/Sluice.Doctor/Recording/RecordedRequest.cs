namespace Sluice.Doctor.Recording;

/// <summary>A request of the command, from its arrival to the end of the answer.</summary>
public sealed record RecordedRequest
{
    /// <summary>From 1, in order of arrival.</summary>
    public required int Number { get; init; }

    /// <summary>Who was asked: the entry of GOPROXY or the checksum database, without credentials.</summary>
    public required string Source { get; init; }

    /// <summary>The entry's place in GOPROXY, from 0; -1 for the checksum database itself.</summary>
    public required int SourceIndex { get; init; }

    /// <summary>GET, HEAD.</summary>
    public required string Method { get; init; }

    /// <summary>The path below the source, as it was sent.</summary>
    public required string Path { get; init; }

    /// <summary>What was asked for.</summary>
    public required AskedFor Asked { get; init; }

    /// <summary>When it came, from the command's start.</summary>
    public required double StartMs { get; init; }

    /// <summary>To the end of the answer.</summary>
    public required double DurationMs { get; init; }

    /// <summary>How it ended.</summary>
    public required RequestOutcome Outcome { get; init; }

    /// <summary>The status that the command saw; 0 when there was none.</summary>
    public int Status { get; init; }

    /// <summary>Bytes of the body that the command got.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Why there was no proper answer, in the go command's words.</summary>
    public string? Error { get; init; }

    /// <summary>1 for the first time that this was asked of this source.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>What the source's caches said: <c>HIT, age 312 s</c>. Null when they said nothing.</summary>
    public string? Cache { get; init; }

    /// <summary>The requests that it took: more than one where the source redirected.</summary>
    public IReadOnlyList<RecordedHop> Hops { get; init; } = [];

    /// <summary>The end, from the command's start.</summary>
    public double EndMs => StartMs + DurationMs;

    /// <summary>Whether the command was told that the source has it not: 404 or 410.</summary>
    public bool IsAbsent => Outcome == RequestOutcome.Answered && Status is 404 or 410;

    /// <summary>Whether it went wrong in another way than absence.</summary>
    public bool IsFailure => Outcome is RequestOutcome.Failed or RequestOutcome.CutShort || (Outcome == RequestOutcome.Answered && Status >= 400 && !IsAbsent);

    /// <summary>Sums a phase over the hops.</summary>
    public double Sum(Func<RecordedHop, double?> phase) => Hops.Sum(hop => phase(hop) ?? 0);
}

/// <summary>How a request ended.</summary>
public enum RequestOutcome
{
    /// <summary>With an answer, whatever its status.</summary>
    Answered,

    /// <summary>The source gave no answer; the command saw a 502 with the reason.</summary>
    Failed,

    /// <summary>The answer broke off.</summary>
    CutShort,

    /// <summary>The command hung up first.</summary>
    Abandoned,

    /// <summary>It was still open when the command ended.</summary>
    Unfinished,
}

/// <summary>What a path asks for.</summary>
/// <param name="Kind"><c>list</c>, <c>latest</c>, <c>info</c>, <c>mod</c>, <c>zip</c>, <c>sumdb</c>, <c>other</c>.</param>
/// <param name="Module">The module path or, for the database, what is looked up; empty where the path names none.</param>
/// <param name="Version">The version or query; empty where the path names none.</param>
public sealed record AskedFor(string Kind, string Module, string Version)
{
    /// <summary><c>golang.org/x/text@v0.14.0</c>.</summary>
    public string Name => Version.Length == 0 ? Module : $"{Module}@{Version}";
}
