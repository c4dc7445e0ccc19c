using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>What the go command needs to get a module.</summary>
internal enum NeedKind
{
    /// <summary>An entry of GOPROXY.</summary>
    ModuleProxy,

    /// <summary>The checksum database.</summary>
    ChecksumDatabase,

    /// <summary>The module's repository.</summary>
    Repository,
}

/// <summary>Whether the need is met.</summary>
internal enum NeedState
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>It gives what is asked for.</summary>
    Works,

    /// <summary>It says that there is no such thing, so that the next one is asked.</summary>
    Absent,

    /// <summary>It gives no usable answer.</summary>
    Broken,
}

/// <summary>What a failure does to the go command. Ordered.</summary>
internal enum Harm
{
    /// <summary>Nothing: it is not asked, or what it says is as good.</summary>
    None,

    /// <summary>It goes on after a wait.</summary>
    Delays,

    /// <summary>It ends with an error.</summary>
    Blocks,
}

/// <summary>One thing that the go command needs for one module, and how that went.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">How people call it: <c>GOPROXY entry 1, https://proxy.golang.org</c>.</param>
/// <param name="Target">For which module.</param>
/// <param name="State">Whether it is met.</param>
internal sealed record Need(NeedKind Kind, string Name, Target Target, NeedState State)
{
    /// <summary>What its failure does.</summary>
    public Harm Harm { get; init; }

    /// <summary>The id of the probe that looked.</summary>
    public string Probe { get; init; } = "";

    /// <summary>What was asked when it failed; null when that is not known.</summary>
    public ProxyStep? Step { get; init; }

    /// <summary>The exchange that failed; null when there was none.</summary>
    public HttpExchange? Exchange { get; init; }

    /// <summary>What is wrong with the form of an answer of status 200; null when nothing is.</summary>
    public string? FormProblem { get; init; }

    /// <summary>Where it fails; null when it does not, or not on the way to a host.</summary>
    public Endpoint? Endpoint { get; init; }

    /// <summary>The entry of GOPROXY, of this need or on the way to the database.</summary>
    public GoProxyEvidence? Proxy { get; init; }

    /// <summary>The database by the route that the go command takes.</summary>
    public SumDbEvidence? SumDb { get; init; }

    /// <summary>The repository.</summary>
    public VcsEvidence? Vcs { get; init; }

    /// <summary>Whether the failure matters.</summary>
    public bool Hurts => Harm != Harm.None && State is NeedState.Broken or NeedState.Absent;
}

/// <summary>A module to get.</summary>
/// <param name="Module">Its path.</param>
/// <param name="Version">The version or query; empty for the latest.</param>
/// <param name="IsReference">A well-known module stands in, since none was named.</param>
internal sealed record Target(string Module, string Version, bool IsReference);
