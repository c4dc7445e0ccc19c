namespace Sluice.Doctor.Evidence;

/// <summary>The machine.</summary>
/// <param name="OperatingSystem">Its description: <c>Debian GNU/Linux 12</c>.</param>
/// <param name="Architecture">Of this process: <c>x64</c>.</param>
/// <param name="Processors">How many.</param>
/// <param name="MemoryTotalBytes">Null when not known.</param>
/// <param name="MemoryAvailableBytes">Null when not known.</param>
/// <param name="Load">Average over 1, 5 and 15 minutes; empty when not known.</param>
/// <param name="Disks">The file systems that a download needs.</param>
/// <param name="Sockets">TCP sockets by state, both families; empty when not known.</param>
/// <param name="EphemeralPorts">How many local ports outgoing connections may use; null when not known.</param>
/// <param name="OpenFilesLimit">Open files that a process may have; null when not known.</param>
/// <param name="OpenFiles">Open files of the whole machine; null when not known.</param>
public sealed record MachineEvidence(
    string OperatingSystem,
    string Architecture,
    int Processors,
    long? MemoryTotalBytes,
    long? MemoryAvailableBytes,
    IReadOnlyList<double> Load,
    IReadOnlyList<DiskFact> Disks,
    IReadOnlyList<SocketCount> Sockets,
    int? EphemeralPorts,
    long? OpenFilesLimit,
    long? OpenFiles);

/// <summary>Sockets in one state.</summary>
/// <param name="State"><c>ESTABLISHED</c>, <c>TIME_WAIT</c>.</param>
/// <param name="Count">How many.</param>
public sealed record SocketCount(string State, int Count);

/// <summary>This machine's clock against those of servers.</summary>
/// <param name="Samples">One for each answer with a Date header.</param>
public sealed record ClockEvidence(IReadOnlyList<ClockSample> Samples);

/// <summary>One comparison. A Date header has whole seconds: two samples of one clock may differ by 1 s and the way there and back.</summary>
/// <param name="Source">The host that answered.</param>
/// <param name="IsEncrypted">Whether by https; plain answers may come from somebody on the way.</param>
/// <param name="ServerTime">What it said.</param>
/// <param name="LocalTime">This machine's time then.</param>
/// <param name="OffsetSeconds">Local minus server: positive when this machine is ahead.</param>
/// <param name="RoundTripMs">The time from request to answer.</param>
public sealed record ClockSample(string Source, bool IsEncrypted, DateTimeOffset ServerTime, DateTimeOffset LocalTime, double OffsetSeconds, double RoundTripMs);
