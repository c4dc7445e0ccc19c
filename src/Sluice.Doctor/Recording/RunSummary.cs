namespace Sluice.Doctor.Recording;

/// <summary>Sums over a recording, and what follows from them.</summary>
public sealed record RunSummary
{
    /// <summary>Of nothing.</summary>
    public static RunSummary Empty { get; } = new();

    /// <summary>Requests.</summary>
    public int Requests { get; init; }

    /// <summary>Of them: 404 and 410.</summary>
    public int Absent { get; init; }

    /// <summary>Of them: failures.</summary>
    public int Failed { get; init; }

    /// <summary>Asked again of the same source.</summary>
    public int Repeats { get; init; }

    /// <summary>Bytes that came.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Time in which at least one request was open.</summary>
    public double NetworkMs { get; init; }

    /// <summary>Time in which a version control program ran and no request was open.</summary>
    public double VersionControlMs { get; init; }

    /// <summary>The rest: compiling, disk, locks.</summary>
    public double OwnMs { get; init; }

    /// <summary>Phases, summed over requests that ran side by side.</summary>
    public IReadOnlyList<PhaseSum> Phases { get; init; } = [];

    /// <summary>What each source did.</summary>
    public IReadOnlyList<SourceSum> Sources { get; init; } = [];

    /// <summary>The modules that took longest, the slowest first.</summary>
    public IReadOnlyList<ModuleSum> Slowest { get; init; } = [];

    /// <summary>What one source had not or failed to give, and another gave.</summary>
    public IReadOnlyList<FailOver> FailOvers { get; init; } = [];

    /// <summary>What would have been faster, as far as the recording proves it; a line each.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];
}

/// <summary>A phase over all requests.</summary>
/// <param name="Name"><c>dns</c>, <c>tcp</c>, <c>tls</c>, <c>first byte</c>, <c>transfer</c>.</param>
/// <param name="TotalMs">Summed.</param>
public sealed record PhaseSum(string Name, double TotalMs);

/// <summary>What a source did.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Index">Its place in GOPROXY, from 0; -1 for the checksum database.</param>
/// <param name="Requests">Requests.</param>
/// <param name="Absent">Of them: 404 and 410.</param>
/// <param name="Failed">Of them: failures.</param>
/// <param name="BusyMs">Time in which at least one was open.</param>
/// <param name="AbsentMs">The same for those it had not.</param>
public sealed record SourceSum(string Source, int Index, int Requests, int Absent, int Failed, double BusyMs, double AbsentMs);

/// <summary>What a module took.</summary>
/// <param name="Module">Its path and version.</param>
/// <param name="Requests">Requests.</param>
/// <param name="BusyMs">Time in which at least one was open.</param>
/// <param name="SizeBytes">Bytes.</param>
/// <param name="Phase">The phase that took most of it.</param>
public sealed record ModuleSum(string Module, int Requests, double BusyMs, long SizeBytes, string Phase);

/// <summary>A change of source.</summary>
/// <param name="From">Who had it not, or failed.</param>
/// <param name="To">Who gave it; <c>nobody</c> when nobody did.</param>
/// <param name="Reason"><c>404</c>, <c>502</c>, or the error.</param>
/// <param name="Count">How many requests.</param>
/// <param name="Example">One of them.</param>
public sealed record FailOver(string From, string To, string Reason, int Count, string Example);
