namespace Sluice.Doctor.Recording;

/// <summary>A command that ran with a recording module proxy before it: what was asked, of whom, what it cost, and how it ended. Holds no credentials.</summary>
public sealed record RunRecording
{
    /// <summary>The schema of the document.</summary>
    public const string CurrentSchema = "sluice.run/1";

    /// <summary>The schema.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>The version of Sluice that recorded.</summary>
    public required string Recorder { get; init; }

    /// <summary>The command's words, credentials masked.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>When it was started. All offsets count from here.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it ran.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Its exit code; 128 and the signal's number when a signal ended it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What governed the downloads.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>What went through the recording proxy, in order of its start.</summary>
    public IReadOnlyList<RecordedRequest> Requests { get; init; } = [];

    /// <summary>Requests beyond the most that are kept (<see cref="RecordingLimits.MaxRequests"/>).</summary>
    public long UnlistedRequests { get; init; }

    /// <summary>Version control programs that the command started, in order of their start.</summary>
    public IReadOnlyList<RecordedProcess> Processes { get; init; } = [];

    /// <summary>Times in which nothing moved.</summary>
    public IReadOnlyList<RecordedStall> Stalls { get; init; } = [];

    /// <summary>What the command said on stderr, as far as it means something.</summary>
    public RunOutput Output { get; init; } = RunOutput.None;

    /// <summary>Sums, and what follows from them.</summary>
    public RunSummary Summary { get; init; } = RunSummary.Empty;
}

/// <summary>What governed the downloads.</summary>
/// <param name="GoProxy">GOPROXY, credentials masked.</param>
/// <param name="GoProxyOrigin">Where it comes from.</param>
/// <param name="GoSumDb">GOSUMDB, credentials masked.</param>
/// <param name="GoNoProxy">GONOPROXY: what goes to its origin, past every proxy and this recording.</param>
/// <param name="Notes">What is not recorded, and why; a line each.</param>
public sealed record RunSettings(string GoProxy, string GoProxyOrigin, string GoSumDb, string GoNoProxy, IReadOnlyList<string> Notes);

/// <summary>Bounds of a recording.</summary>
public static class RecordingLimits
{
    /// <summary>Most requests that are kept. A large build asks a few thousand.</summary>
    public const int MaxRequests = 20_000;

    /// <summary>Most processes that are kept.</summary>
    public const int MaxProcesses = 2_000;

    /// <summary>Most times without movement that are kept.</summary>
    public const int MaxStalls = 100;
}
