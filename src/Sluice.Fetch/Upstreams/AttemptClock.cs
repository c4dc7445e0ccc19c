using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Fetch.Upstreams;

/// <summary>Times one question to one source and writes it into the fetch's context.</summary>
internal sealed class AttemptClock(string source, FetchContext context, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>The final HTTP status; null where there was none.</summary>
    public int? Status { get; private set; }

    /// <summary>Until the headers were there.</summary>
    public TimeSpan? FirstByte { get; private set; }

    /// <summary>The headers that tell who answered; empty where there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private set; } = [];

    /// <summary>Notes that the headers are there.</summary>
    public void HeadersCame(int? status, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Status = status;
        Headers = headers;
        FirstByte = time.GetElapsedTime(_start);
    }

    /// <summary>Notes the end of the answer.</summary>
    /// <param name="fault">Null when it was found.</param>
    /// <param name="notModified">Whether the source said that nothing changed.</param>
    /// <param name="bytes">Body bytes received.</param>
    public void End(Fault? fault, bool notModified, long bytes)
    {
        var outcome = fault?.Code.Id ?? (notModified ? "not-modified" : "found");
        context.Add(new FetchAttempt(source, outcome, Status, bytes, time.GetElapsedTime(_start)) { FirstByte = FirstByte, Headers = Headers });
    }
}
