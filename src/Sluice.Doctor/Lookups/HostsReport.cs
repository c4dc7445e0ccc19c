using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;

namespace Sluice.Doctor.Lookups;

/// <summary>The hosts file, audited for what downloads need.</summary>
/// <param name="File">The file.</param>
/// <param name="EntryCount">Its entries.</param>
/// <param name="Remarks">What is wrong or odd.</param>
/// <param name="Temporary">Entries of ours.</param>
/// <param name="Expired">How many of those are over.</param>
/// <param name="Baseline">How it differs from a file that was known to be good; null when none was given.</param>
public sealed record HostsReport(
    string File, int EntryCount, IReadOnlyList<HostsRemark> Remarks, IReadOnlyList<TemporaryHost> Temporary, int Expired, HostsBaseline? Baseline)
{
    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = "sluice.hosts/1";

    /// <summary>The worst of it.</summary>
    public Severity Severity => Remarks.Select(remark => remark.Severity)
        .Append(Baseline is { Added.Count: 0, Removed.Count: 0 } or null && Expired == 0 ? Severity.Benign : Severity.Warning).Max();
}

/// <summary>Something about the hosts file.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Line">The line, from 1; 0 for the file as a whole.</param>
/// <param name="Text">What it is.</param>
/// <param name="Fix">The line to type; null where there is none.</param>
public sealed record HostsRemark(Severity Severity, int Line, BilingualText Text, string? Fix);

/// <summary>A change of the hosts file that was seen while it was watched.</summary>
/// <param name="At">When it was seen.</param>
/// <param name="Added">Entries that are new, as <c>ADDRESS NAME</c>.</param>
/// <param name="Removed">Entries that are gone.</param>
public sealed record HostsChange(DateTimeOffset At, IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
{
    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = "sluice.hosts-change/1";
}
