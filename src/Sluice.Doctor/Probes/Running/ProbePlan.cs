using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Running;

/// <summary>The kinds of probes that a plan is made of.</summary>
internal enum ProbeKind
{
    Settings,
    Hosts,
    Resolvers,
    Machine,
    Cache,
    Dns,
    Delegation,
    Tcp,
    ForwardProxy,
    Tls,
    GoProxy,
    SumDb,
    Vcs,
    Module,
    Clock,
}

/// <summary>A probe to be run, or one that is left out for a reason.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Subject">What it looks at; empty where there is only one.</param>
/// <param name="Why">What needs it, for the evidence.</param>
internal sealed record PlannedProbe(ProbeKind Kind, string Subject, string Why = "")
{
    /// <summary>The ids of the probes that must have ended, well or badly, before this one begins. Ids that are not in the plan do not count.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Why it is not run; null for one that is.</summary>
    public NotChecked? Skip { get; init; }

    /// <summary><c>tls proxy.golang.org:443</c>.</summary>
    public string Id => IdOf(Kind, Subject);

    /// <summary>The kind as evidence and options spell it: <c>forward-proxy</c>.</summary>
    public string KindName => NameOf(Kind);

    /// <summary>A kind as evidence and options spell it.</summary>
    public static string NameOf(ProbeKind kind) => kind switch
    {
        ProbeKind.ForwardProxy => "forward-proxy",
        ProbeKind.GoProxy => "goproxy",
        ProbeKind.SumDb => "sumdb",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>An id.</summary>
    public static string IdOf(ProbeKind kind, string subject) => subject.Length == 0 ? NameOf(kind) : $"{NameOf(kind)} {subject}";
}
