using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Machine;
using Sluice.Doctor.Probes.Modules;
using Sluice.Modules.GoMod;
using Sluice.Modules.Hashing;
using Sluice.Modules.Versions;

namespace Sluice.Doctor.Probes.Cache;

/// <summary>Looks at the module cache: versions that were asked for first, then those of go.sum, then the rest, as far as the time goes. Changes nothing.</summary>
internal sealed class CacheProbe(DoctorHost host)
{
    private const int MaxPartials = 200;

    /// <summary>Most zips hashed unless everything was asked for.</summary>
    private const int MaxModules = 200;

    /// <summary>Collects it.</summary>
    /// <param name="root">GOMODCACHE.</param>
    /// <param name="targets">The versions that matter most.</param>
    /// <param name="isDeep">Whether every version is to be looked at.</param>
    /// <param name="budget">When to stop hashing; what was not reached is counted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public CacheEvidence Collect(string root, IReadOnlyList<ModuleTarget> targets, bool isDeep, TimeSpan budget, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        var found = CacheScan.Walk(root, cancellationToken);
        var goSumFile = MainModules.FindFile(host.WorkingDirectory) is { } goMod ? Path.ChangeExtension(goMod, ".sum") : null;
        var goSum = goSumFile is not null && HostFiles.ReadBytes(goSumFile) is { } bytes && GoSum.TryParse(bytes, goSumFile, out var parsed, out _) ? parsed : null;
        var order = Order(root, found, targets, goSum);
        var modules = new List<CachedModule>();
        foreach (var entry in order.Take(isDeep ? int.MaxValue : MaxModules))
        {
            if (host.Time.GetElapsedTime(started) > budget)
            {
                break;
            }

            modules.Add(Look(root, entry, goSum, cancellationToken));
        }

        var downloads = Path.Combine(root, "cache", "download");
        return new CacheEvidence(
            root,
            Directory.Exists(root),
            FolderRights.IsWritable(root),
            HostFiles.Look(Directory.Exists(downloads) ? downloads : root).Mode,
            Disks.Of(root, "module cache"),
            goSum is null ? null : goSumFile,
            [.. modules.OrderBy(module => module.Path, StringComparer.Ordinal)],
            order.Count - modules.Count,
            [.. found.Partials.Take(MaxPartials)],
            [.. found.Locks.Select(file => Locks.Look(host, file)).OfType<LockFact>()]);
    }

    private static List<CacheEntry> Order(string root, CacheScan.Found found, IReadOnlyList<ModuleTarget> targets, GoSum? goSum)
    {
        var wanted = targets.Select(target => (target.Path, target.Version)).ToHashSet();
        var summed = goSum?.Entries.Select(entry => (entry.Module.Path, entry.Module.Version)).ToHashSet() ?? [];
        var named = targets.Select(target => CacheScan.EntryOf(root, target.Path, target.Version)).OfType<CacheEntry>().Where(entry => File.Exists(entry.File(".info")) || File.Exists(entry.File(".zip")));
        return
        [
            .. found.Entries.Concat(named).Distinct()
                .OrderBy(entry => wanted.Contains((entry.Path.Value, entry.Version.Value)) ? 0 : summed.Contains((entry.Path.Value, entry.Version.Value)) ? 1 : 2),
        ];
    }

    private static CachedModule Look(string root, CacheEntry entry, GoSum? goSum, CancellationToken cancellationToken)
    {
        var zip = entry.File(".zip");
        var (size, hash, problem) = HashZip(zip, cancellationToken);
        var (recorded, recordedProblem) = ReadHash(entry.File(".ziphash"));
        var goMod = HostFiles.ReadBytes(entry.File(".mod"));
        var info = HostFiles.ReadBytes(entry.File(".info"));
        var module = new ModuleReference(entry.Path.Value, entry.Version.Value);
        return new CachedModule(
            entry.Path.Value,
            entry.Version.Value,
            zip,
            size,
            problem,
            hash,
            recorded,
            recordedProblem,
            goSum?.HashesOf(module, GoSumKind.Zip) ?? [],
            goMod is null ? null : ModuleHash.HashGoMod(goMod).ToString(),
            goSum?.HashesOf(module, GoSumKind.GoMod) ?? [],
            info is null || ModuleInfo.TryParse(info, out _, out var infoProblem) ? null : infoProblem,
            Directory.Exists(Path.Combine(root, $"{entry.Path.Escape()}@{entry.Version.Escape()}")));
    }

    private static (long Size, string? Hash, string? Problem) HashZip(string zip, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(zip, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ModuleHash.TryHashZip(file, out var hash, out var problem, cancellationToken) ? (file.Length, hash.ToString(), null) : (file.Length, null, problem.ToString());
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            return (0, null, exception is FileNotFoundException or DirectoryNotFoundException ? "there is none" : exception.Message);
        }
    }

    private static (string? Hash, string? Problem) ReadHash(string file)
    {
        if (HostFiles.ReadText(file)?.Trim() is not { } text)
        {
            return (null, null);
        }

        return DirHash.TryParse(text, out var hash, out var error) ? (hash.ToString(), null) : (null, error);
    }
}
