namespace Sluice.Doctor.Recording;

/// <summary>One request on the wire.</summary>
public sealed record RecordedHop
{
    /// <summary>Where to, without credentials; queries of redirect targets are masked, since they hold signatures.</summary>
    public required string Url { get; init; }

    /// <summary>From the command's start.</summary>
    public required double StartMs { get; init; }

    /// <summary>Name resolution; null when it was not needed.</summary>
    public double? DnsMs { get; init; }

    /// <summary>The TCP connection; null when an open one was used.</summary>
    public double? ConnectMs { get; init; }

    /// <summary>The TLS handshake, and before it the forward proxy's CONNECT; null without.</summary>
    public double? TlsMs { get; init; }

    /// <summary>From the sending to the answer's head.</summary>
    public double? WaitMs { get; init; }

    /// <summary>From the head to the body's end.</summary>
    public double? ReceiveMs { get; init; }

    /// <summary>0 when there was no answer.</summary>
    public int Status { get; init; }

    /// <summary><c>HTTP/1.1</c>, <c>HTTP/2</c>; null when there was no answer.</summary>
    public string? Protocol { get; init; }

    /// <summary>The address connected to; null when an open connection was used.</summary>
    public string? Address { get; init; }

    /// <summary>The forward proxy it went through, without credentials; null for none.</summary>
    public string? ForwardProxy { get; init; }

    /// <summary>Whether an open connection was used.</summary>
    public bool IsReused => ConnectMs is null && Status > 0;

    /// <summary>Bytes of the body.</summary>
    public long SizeBytes { get; init; }

    /// <summary>What was sent, secrets masked.</summary>
    public IReadOnlyList<RecordedHeader> RequestHeaders { get; init; } = [];

    /// <summary>What came back, secrets masked.</summary>
    public IReadOnlyList<RecordedHeader> ResponseHeaders { get; init; } = [];

    /// <summary>The sum of its phases.</summary>
    public double DurationMs => (DnsMs ?? 0) + (ConnectMs ?? 0) + (TlsMs ?? 0) + (WaitMs ?? 0) + (ReceiveMs ?? 0);
}

/// <summary>A header line.</summary>
/// <param name="Name">As it was spelled.</param>
/// <param name="Value">Masked where it is a secret.</param>
public sealed record RecordedHeader(string Name, string Value);

/// <summary>A program that the command started.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Name"><c>git</c>, <c>ssh</c>.</param>
/// <param name="Command">Its command line, credentials masked, cut.</param>
/// <param name="StartMs">When it was first seen, from the command's start.</param>
/// <param name="DurationMs">Until it was last seen. Programs are looked for five times a second: shorter ones may be missing.</param>
/// <param name="Peer">The address it was connected to when last seen; null for none.</param>
public sealed record RecordedProcess(int Id, string Name, string Command, double StartMs, double DurationMs, string? Peer);

/// <summary>A time in which nothing moved.</summary>
/// <param name="StartMs">Since when, from the command's start.</param>
/// <param name="DurationMs">How long.</param>
/// <param name="Kind">What was waited for: <c>request</c>, <c>lock</c>, <c>process</c>, <c>disk</c>, <c>work</c>, <c>unknown</c>.</param>
/// <param name="Text">The same with all that is known, in a line.</param>
public sealed record RecordedStall(double StartMs, double DurationMs, string Kind, string Text);
