using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Names;
using Sluice.Doctor.Probes.Settings;
using Sluice.Doctor.Redaction;

namespace Sluice.Doctor.Probes.Running;

/// <summary>Collects everything: reads what governs downloads, plans, runs, follows up what showed up on the way. One use.</summary>
public sealed class EvidenceCollector
{
    /// <summary>A redirect may lead to a redirect; two rounds reach what matters.</summary>
    private const int MaxFollowUps = 2;

    private const int MaxModules = 20;
    private readonly DoctorHost _host;
    private readonly DoctorOptions _options;
    private readonly Action<ProbeProgress>? _progress;
    private readonly Shelves _shelves = new();
    private readonly List<PlannedProbe> _plan = [];
    private readonly List<ProbeRun> _runs = [];

    /// <summary>Makes a collector.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="options">What to look at.</param>
    /// <param name="progress">Told what is being tried; called from many threads, one call at a time is not promised. Null for nobody.</param>
    public EvidenceCollector(DoctorHost host, DoctorOptions options, Action<ProbeProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        (_host, _options, _progress) = (host, options, progress);
    }

    /// <summary>
    /// Collects. Credentials are gone from what comes back. Cancellation is no exception here: it ends everything at once, and what was found until then is the
    /// bundle.
    /// </summary>
    public async Task<EvidenceBundle> CollectAsync(CancellationToken cancellationToken)
    {
        var at = _host.Time.GetUtcNow();
        var started = _host.Time.GetTimestamp();
        var targets = _options.Modules.Take(MaxModules).Select(ModuleTarget.Parse).Where(target => target.Path.Length > 0).DistinctBy(target => target.Path).ToList();
        var runner = new ProbeRunner(_host.Time, _options.ProbeBudget, _options.TotalBudget, _progress, _options.IsSettled is null ? null : () => _options.IsSettled(_shelves.ToBundle(Head(), _plan, [])));
        await RunAsync(runner, ProbePlanner.Local, LocalJob, cancellationToken);
        if (_shelves.Settings.Find() is { } settings)
        {
            if (ToolchainTarget.Of(_host.WorkingDirectory, settings.Go) is { } toolchain && !targets.Exists(target => target.Path == toolchain.Path))
            {
                targets.Add(toolchain);
            }

            var jobs = new ProbeJobs(_host, _options, _shelves, settings, targets);
            await RunAsync(runner, Planner().Plan(), jobs.JobOf, cancellationToken);
            for (var round = 0; round < MaxFollowUps; round++)
            {
                var known = _plan.Select(probe => probe.Id).ToHashSet(StringComparer.Ordinal);
                await RunAsync(runner, Planner().FollowUps(_shelves.SeenHosts(), known), jobs.JobOf, cancellationToken);
            }

            ProbePlanner Planner() => new(settings.Go, jobs.Named, targets, _options);
        }

        await _shelves.FinishComparisonsAsync(!runner.IsSettled, cancellationToken);
        var bundle = _shelves.ToBundle(Head(), _plan, _runs);
        _shelves.Dispose();
        return EvidenceRedactor.Redact(bundle, RedactionLevel.Credentials);

        BundleHead Head()
        {
            var asked = new Inquiry([.. targets.Select(target => target.Name)], MainModules.FindFile(_host.WorkingDirectory) is { } file ? Path.GetDirectoryName(file) : null, _options.IsDeep, _options.IsOffline, _options.ExtraHosts);
            return new BundleHead(_options.ToolVersion, at, _host.Time.GetElapsedTime(started).TotalMilliseconds, asked);
        }
    }

    private async Task RunAsync(ProbeRunner runner, IReadOnlyList<PlannedProbe> plan, Func<PlannedProbe, ProbeJob> jobOf, CancellationToken cancellationToken)
    {
        var distinct = plan.DistinctBy(probe => probe.Id).ToList();
        _plan.AddRange(distinct);
        _runs.AddRange(await runner.RunAsync([.. distinct.Select(jobOf)], cancellationToken));
    }

    private ProbeJob LocalJob(PlannedProbe plan) => new(plan, async cancellationToken => plan.Kind switch
    {
        ProbeKind.Settings => _shelves.Settings.Put("", SettingsProbe.Collect(_host)),
        ProbeKind.Hosts => _shelves.Hosts.Put("", HostsFile.Collect(_host, _options.HostsBaseline)),
        _ => _shelves.Resolvers.Put(await ResolverProbe.CollectAsync(_host, new CommandRunner(_host.Time), cancellationToken)),
    });
}
