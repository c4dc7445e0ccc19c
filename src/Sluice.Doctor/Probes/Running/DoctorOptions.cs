namespace Sluice.Doctor.Probes.Running;

/// <summary>What to look at.</summary>
public sealed record DoctorOptions
{
    /// <summary>The version of Sluice, for the bundle.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Modules as <c>path</c> or <c>path@version</c>; at most 20 are looked at. Default: none, and a well-known one is asked for instead.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Further hosts, <c>host</c> or <c>host:port</c>.</summary>
    public IReadOnlyList<string> ExtraHosts { get; init; } = [];

    /// <summary>A hosts file that was known to be good; null for none.</summary>
    public string? HostsBaseline { get; init; }

    /// <summary>Walks from the root, every resolver over TCP, the whole cache. Default: false.</summary>
    public bool IsDeep { get; init; }

    /// <summary>Sends nothing. Default: false.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Kinds of probes to run, by their names in a plan: <c>dns</c>; settings, hosts and resolvers always run. Empty, the default, for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>
    /// Told what is known after each probe; once it says that everything the go command needs works, probes that would only add to the picture are left out. Default: null, all
    /// of them run.
    /// </summary>
    public Func<Evidence.EvidenceBundle, bool>? IsSettled { get; init; }

    /// <summary>What one probe may take. Default: 10 s.</summary>
    public TimeSpan ProbeBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What all together may take. Default: 60 s.</summary>
    public TimeSpan TotalBudget { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>What is being tried now.</summary>
/// <param name="Id">The probe: <c>tls proxy.golang.org:443</c>.</param>
/// <param name="Kind">Its kind: <c>tls</c>.</param>
/// <param name="Subject">What it looks at; empty where there is only one.</param>
/// <param name="IsDone">False when it begins, true when it ends.</param>
/// <param name="NotChecked">Why it brought nothing; null while it runs and when it did.</param>
/// <param name="Finished">How many have ended.</param>
/// <param name="Total">How many there are, as far as known.</param>
public sealed record ProbeProgress(string Id, string Kind, string Subject, bool IsDone, Evidence.NotChecked? NotChecked, int Finished, int Total);
