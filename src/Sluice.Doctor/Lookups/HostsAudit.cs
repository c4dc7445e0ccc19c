using System.Globalization;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Mirrors;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Names;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Lookups;

/// <summary>Audits, watches and changes the hosts file.</summary>
public static class HostsAudit
{
    /// <summary>Hosts of modules that projects commonly need.</summary>
    private static readonly string[] CommonHosts =
        ["sum.golang.org", "sum.golang.google.cn", "storage.googleapis.com", "github.com", "codeload.github.com", "gitlab.com", "golang.org", "go.dev", "gopkg.in", "google.golang.org"];

    /// <summary>Where a baseline is kept unless told; null where no variable tells of a home.</summary>
    public static string? DefaultBaseline(DoctorHost host) => SluiceFolder.Of(host) is { } folder ? Path.Combine(folder, "hosts.baseline") : null;

    /// <summary>Audits it.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="baseline">A file that was known to be good; null for none.</param>
    public static HostsReport Run(DoctorHost host, string? baseline)
    {
        var evidence = HostsFile.Collect(host, baseline);
        var needed = ChainHosts.Of(GoSettingsReader.Read(host), [], []).Select(chain => chain.Url.IdnHost).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = needed.Concat(CommonHosts).Concat(KnownMirrors.Urls.Select(url => new Uri(url).Host)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var temporary = HostsBlock.Read(HostFiles.ReadText(evidence.File.Path));
        var remarks = new List<HostsRemark>();
        foreach (var (entry, name) in evidence.Entries.SelectMany(entry => entry.Names.Select(name => (entry, name))).Where(pair => known.Contains(pair.name)))
        {
            if (!temporary.Any(own => own.Address == entry.Address && own.Name == name))
            {
                remarks.Add(RemarkOn(entry, name, needed.Contains(name)));
            }
        }

        if (evidence.File.Mode is { Length: 4 } mode && (mode[3] - '0' & 2) != 0)
        {
            remarks.Add(new HostsRemark(Severity.Warning, 0, new($"every account may write it ({mode})", $"所有账号都能写该文件（{mode}）"), $"sudo chmod 0644 {evidence.File.Path}"));
        }

        remarks.AddRange(evidence.Faults.Select(fault => new HostsRemark(Severity.Warning, fault.Line, new(fault.Problem, fault.Problem), null)));
        var now = host.Time.GetUtcNow();
        return new HostsReport(evidence.File.Path, evidence.Entries.Count, remarks, temporary, temporary.Count(entry => entry.IsExpired(now)), evidence.Baseline);
    }

    /// <summary>Keeps the file as it is now as a baseline.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void SaveBaseline(DoctorHost host, string baseline)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(baseline)!);
        var temporary = baseline + ".new";
        File.WriteAllBytes(temporary, HostFiles.ReadBytes(HostsFile.PathOf(host)) ?? []);
        File.Move(temporary, baseline, overwrite: true);
    }

    /// <summary>Plans the removal of our entries: all, or those whose time is over.</summary>
    public static FixPlan PlanClean(DoctorHost host, bool all) => new HostsPlanner(host).PlanClean(all);

    /// <summary>Tells every change of the file, until cancelled. Looks by its content: editors and containers replace it in ways that notifications miss.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="interval">How often to look.</param>
    /// <param name="tell">Told each change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task WatchAsync(DoctorHost host, TimeSpan interval, Action<HostsChange> tell, CancellationToken cancellationToken)
    {
        var before = HostsFile.Collect(host, baseline: null);
        using var timer = new PeriodicTimer(interval, host.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = HostsFile.Collect(host, baseline: null);
            if (now.Sha256 != before.Sha256)
            {
                var (old, current) = (Pairs(before), Pairs(now));
                tell(new HostsChange(host.Time.GetUtcNow(), [.. current.Except(old)], [.. old.Except(current)]));
                before = now;
            }
        }
    }

    private static List<string> Pairs(HostsEvidence evidence) => [.. evidence.Entries.SelectMany(entry => entry.Names.Select(name => $"{entry.Address} {name}"))];

    private static HostsRemark RemarkOn(HostsEntry entry, string name, bool isNeeded)
    {
        var fix = string.Create(CultureInfo.InvariantCulture, $"sluice doctor hosts --remove {name}");
        return AddressKinds.IsInside(entry.Address)
            ? new HostsRemark(
                isNeeded ? Severity.Fatal : Severity.Warning,
                entry.Line,
                new($"{name} is sent to {entry.Address}: downloads from it cannot work", $"{name} 被指向 {entry.Address}：无法从它下载"),
                fix)
            : new HostsRemark(
                Severity.Warning,
                entry.Line,
                new($"{name} is fixed to {entry.Address}: that goes stale when the host moves", $"{name} 被固定为 {entry.Address}：主机迁移后会失效"),
                fix);
    }
}
