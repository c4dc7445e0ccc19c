namespace Sluice.Core.Ports;

/// <summary>What travels with one fetch through the chain of sources. One fetch at a time writes to it; not shared between fetches.</summary>
public sealed class FetchContext
{
    private readonly Lock _lock = new();
    private readonly List<FetchAttempt> _attempts = [];
    private readonly List<FetchStep> _steps = [];
    private readonly HashSet<string> _distrusted = new(StringComparer.Ordinal);

    /// <summary>The id of the request that caused the fetch, for logs; never sent upstream.</summary>
    public required string RequestId { get; init; }

    /// <summary>The ETag of what the asker holds, quotes included; null to get the content in any case.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>
    /// The source that gave <see cref="IfNoneMatch"/>: an ETag means nothing to another server, so only the source of this name may send it.
    /// </summary>
    public string? IfNoneMatchSource { get; init; }

    /// <summary>Who was asked and what was said, in order.</summary>
    public IReadOnlyList<FetchAttempt> Attempts
    {
        get
        {
            lock (_lock)
            {
                return [.. _attempts];
            }
        }
    }

    /// <summary>What was done on the way, in order: discovery, commands, decisions. For people.</summary>
    public IReadOnlyList<FetchStep> Steps
    {
        get
        {
            lock (_lock)
            {
                return [.. _steps];
            }
        }
    }

    /// <summary>
    /// The entry of a chain that answered last, while there are others to ask instead; null when there are none. Written by the chain.
    /// </summary>
    public string? ReplaceableEntry { get; set; }

    /// <summary>Says that what an entry of a chain gave has proved wrong: in this fetch it is not asked again.</summary>
    public void Distrust(string entry)
    {
        lock (_lock)
        {
            _distrusted.Add(entry);
        }
    }

    /// <summary>Whether an entry of a chain has given something wrong in this fetch.</summary>
    public bool IsDistrusted(string entry)
    {
        lock (_lock)
        {
            return _distrusted.Contains(entry);
        }
    }

    /// <summary>Notes a step.</summary>
    public void Note(FetchStep step)
    {
        lock (_lock)
        {
            _steps.Add(step);
        }
    }

    /// <summary>Notes one question to one source and its outcome.</summary>
    public void Add(FetchAttempt attempt)
    {
        lock (_lock)
        {
            _attempts.Add(attempt);
        }
    }
}

/// <summary>One question to one source.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Outcome"><c>found</c>, <c>not-modified</c>, or the fault's code.</param>
/// <param name="Status">The final HTTP status; null where there was none.</param>
/// <param name="Bytes">Body bytes received.</param>
/// <param name="Duration">From the question to the end of its answer.</param>
public sealed record FetchAttempt(string Source, string Outcome, int? Status, long Bytes, TimeSpan Duration)
{
    /// <summary>Until the answer's headers were there; null where none came.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>The answer's headers that tell who answered and how old it is; empty where there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}

/// <summary>One step on the way to an answer.</summary>
/// <param name="What">Its kind, one word: <c>discover</c>, <c>resolve</c>, <c>run</c>, <c>alert</c>.</param>
/// <param name="Text">What was done or found, on one line; no secret.</param>
public sealed record FetchStep(string What, string Text)
{
    /// <summary>The kind of a step that whoever runs the gateway should hear of, whatever became of the fetch.</summary>
    public const string Alert = "alert";

    /// <summary>How long it took; zero for a decision.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Bytes that came; 0 for none.</summary>
    public long Bytes { get; init; }
}
