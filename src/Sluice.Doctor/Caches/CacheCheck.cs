using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Cache;
using Sluice.Doctor.Probes.Settings;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Doctor.Caches;

/// <summary>Who is asked about versions of the cache.</summary>
public enum CacheQuestions
{
    /// <summary>Nobody: no network.</summary>
    None,

    /// <summary>The checksum database and the proxy about versions that differ from go.sum.</summary>
    Doubtful,

    /// <summary>The checksum database about every version that is not private.</summary>
    All,
}

/// <summary>Verifies the module cache, and removes exactly what is bad.</summary>
public sealed class CacheCheck(DoctorHost host)
{
    private const int Parallel = 8;
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);

    /// <summary>Verifies every version.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<CacheReport> RunAsync(CacheQuestions questions, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        var root = GoSettingsReader.Read(host)["GOMODCACHE"];
        var evidence = await Task.Run(() => new CacheProbe(host).Collect(root, [], isDeep: true, Forever, cancellationToken), cancellationToken);
        var witnesses = new CacheWitnesses(host);
        var problems = new CacheProblem?[evidence.Modules.Count];
        var asked = 0;
        await System.Threading.Tasks.Parallel.ForAsync(0, problems.Length, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var module = evidence.Modules[i];
            var extracted = module.IsExtracted ? HashFolder(root, module, token) : null;
            var isBroken = CacheJudge.FaultsOf(module, extracted).Count > 0;
            var isDoubtful = !isBroken && CacheJudge.DifferencesOf(module).Count > 0;
            var others = Witnesses.None;
            if ((isDoubtful && questions != CacheQuestions.None) || (!isBroken && questions == CacheQuestions.All))
            {
                Interlocked.Increment(ref asked);
                others = await witnesses.AskAsync(module, isDoubtful, token);
            }

            problems[i] = CacheJudge.Judge(module, extracted, others);
        });
        return new CacheReport(
            root,
            evidence.GoSum,
            evidence.Modules.Count,
            evidence.Modules.Sum(module => module.ZipBytes),
            asked,
            [.. problems.OfType<CacheProblem>()],
            evidence.Partials,
            evidence.Locks,
            host.Time.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Removes the versions that the cache has wrong, and looks whether they are gone.</summary>
    /// <returns>The report with what was removed.</returns>
    /// <exception cref="FixException">Something could not be removed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<CacheReport> RepairAsync(CacheReport report, CancellationToken cancellationToken)
    {
        var planner = new FixPlanner(host);
        var applier = new FixApplier(host);
        var problems = new List<CacheProblem>();
        foreach (var problem in report.Problems)
        {
            if (problem.Verdict != CacheVerdict.CacheIsBad)
            {
                problems.Add(problem);
                continue;
            }

            var fix = new Fix.RemoveFromCache(problem.Module, problem.Version, new BilingualText($"removes {problem.Module}@{problem.Version} from the module cache", $"从模块缓存删除 {problem.Module}@{problem.Version}"));
            var plan = await planner.PlanAsync(fix, cancellationToken);
            if (plan.State == PlanState.NeedsRoot)
            {
                throw new FixException($"{report.Root} belongs to another account: {string.Join("; ", plan.Lines)}");
            }

            if (plan.State == PlanState.Ready)
            {
                await applier.ApplyAsync(plan, cancellationToken);
            }

            problems.Add(problem with { IsRemoved = (await planner.PlanAsync(fix, cancellationToken)).State == PlanState.NothingToDo });
        }

        return report with { Problems = problems };
    }

    /// <summary>The hash of an extracted folder, as <c>go mod verify</c> makes it; a text that is none where it cannot be read.</summary>
    private static string HashFolder(string root, CachedModule module, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, Path.Combine($"{ModulePath.Parse(module.Path).Escape()}@{ModuleVersion.Parse(module.Version).Escape()}".Split('/')));
        var prefix = $"{module.Path}@{module.Version}/";
        try
        {
            var files = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
                .Select(file => new HashedFile(prefix + Path.GetRelativePath(folder, file).Replace('\\', '/'), () => File.OpenRead(file)));
            return ModuleHash.TryHashFiles(files, out var hash, out var problem, cancellationToken) ? hash.ToString() : problem.ToString();
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            return exception.Message;
        }
    }
}
