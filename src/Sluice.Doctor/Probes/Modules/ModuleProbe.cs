using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Http;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Doctor.Probes.Modules;

/// <summary>Collects what is known of a module that was asked for: from its name, from the settings, from the first GOPROXY entry that answers, from the go.mod at hand.</summary>
internal sealed class ModuleProbe(DoctorHost host, HttpProber http)
{
    /// <summary>When questions stop: what is not known by then stays unknown, and the rest is evidence.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(8.5);

    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(3);
    private readonly long _started = host.Time.GetTimestamp();
    private const int MaxVersions = 100;
    private const int DocumentBytes = 4 * 1024 * 1024;

    /// <summary>Collects it. One use.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ModuleEvidence> CollectAsync(ModuleTarget target, GoSettingsEvidence settings, CancellationToken cancellationToken)
    {
        var evidence = Describe(target, settings);
        if (evidence.PathProblem is not null || evidence.SkipsProxy || !GoProxyList.TryParse(settings["GOPROXY"], out var chain, out _))
        {
            return evidence;
        }

        foreach (var entry in chain.Entries.Where(entry => entry.Url is { IsFile: false }))
        {
            var asked = await AskAsync(entry, target, evidence, cancellationToken);
            if (asked.Source is not null)
            {
                return asked with { OtherMajors = await FindMajorsAsync(entry, target.Path, cancellationToken) };
            }
        }

        return evidence;
    }

    private ModuleEvidence Describe(ModuleTarget target, GoSettingsEvidence settings)
    {
        var isPath = ModulePath.TryParse(target.Path, out var path, out var pathProblem);
        var major = isPath ? path.SplitMajor() : new PathMajor(target.Path, "");
        var isVersion = ModuleVersion.TryParse(target.Version, out var version, out _);
        var mismatch = isPath && isVersion && !major.Matches(version)
            ? $"{version.Value} cannot be a version of a path that ends in \"{(major.Suffix.Length == 0 ? "no major suffix" : major.Suffix)}\""
            : null;
        return new ModuleEvidence(
            target.Path,
            target.Version,
            isPath ? null : pathProblem,
            mismatch,
            major.Suffix,
            Matches(settings, "GONOPROXY", target.Path),
            settings["GOSUMDB"] == "off" || Matches(settings, "GONOSUMDB", target.Path),
            Matches(settings, "GOINSECURE", target.Path),
            Source: null,
            Versions: [],
            VersionCount: 0,
            Latest: null,
            Exists: Tri.NotChecked,
            ResolvedVersion: null,
            PublishedAt: null,
            DeclaredPath: null,
            GoVersion: null,
            Toolchain: null,
            IsRetracted: Tri.NotChecked,
            RetractionReason: null,
            Deprecation: null,
            OtherMajors: [],
            MainModule: MainModules.Find(host.WorkingDirectory, target.Path));
    }

    private static bool Matches(GoSettingsEvidence settings, string name, string path) => PathPatterns.TryParse(settings[name], out var patterns, out _) && patterns.Matches(path);

    private async Task<ModuleEvidence> AskAsync(GoProxyEntry entry, ModuleTarget target, ModuleEvidence evidence, CancellationToken cancellationToken)
    {
        var listing = GetAsync(entry, $"{target.EscapedPath}/@v/list", cancellationToken);
        var latestInfo = await GetInfoAsync(entry, $"{target.EscapedPath}/@latest", cancellationToken);
        var list = await listing;
        var versions = list.IsWhole && VersionListText.TryParse(list.Body, out var text, out _) ? text.Versions : [];
        var latest = latestInfo.Info?.Version.Value ?? versions.LastOrDefault(known => !known.IsPrerelease).Value;
        if (versions.Count == 0 && latestInfo.Info is null)
        {
            return evidence;
        }

        evidence = evidence with
        {
            Source = entry.Name,
            Versions = [.. versions.Skip(Math.Max(0, versions.Count - MaxVersions)).Select(known => known.Value)],
            VersionCount = versions.Count,
            Latest = string.IsNullOrEmpty(latest) ? null : latest,
        };
        var wanted = target.Version.Length > 0 ? target.Version : latest;
        evidence = string.IsNullOrEmpty(wanted) ? evidence : await AddVersionAsync(entry, target, wanted, evidence, cancellationToken);
        return evidence.Latest is null ? evidence : await AddNewestAsync(entry, target, evidence, cancellationToken);
    }

    private async Task<ModuleEvidence> AddVersionAsync(GoProxyEntry entry, ModuleTarget target, string wanted, ModuleEvidence evidence, CancellationToken cancellationToken)
    {
        var (info, status) = await GetInfoAsync(entry, $"{target.EscapedPath}/@v/{ModuleTarget.EscapeVersion(wanted)}.info", cancellationToken);
        evidence = evidence with
        {
            Exists = info is not null ? Tri.Yes : status is 404 or 410 ? Tri.No : Tri.NotChecked,
            ResolvedVersion = info?.Version.Value,
            PublishedAt = info?.Time,
        };
        var goMod = info is null ? null : await GetGoModAsync(entry, target, info.Version.Value, cancellationToken);
        return goMod is null ? evidence : evidence with { DeclaredPath = goMod.Module?.Path, GoVersion = goMod.Go, Toolchain = goMod.Toolchain };
    }

    /// <summary>Retractions and deprecations are in the go.mod of the newest version (https://go.dev/ref/mod#go-mod-file-retract).</summary>
    private async Task<ModuleEvidence> AddNewestAsync(GoProxyEntry entry, ModuleTarget target, ModuleEvidence evidence, CancellationToken cancellationToken)
    {
        if (await GetGoModAsync(entry, target, evidence.Latest!, cancellationToken) is not { } newest)
        {
            return evidence;
        }

        var retraction = ModuleVersion.TryParse(evidence.ResolvedVersion ?? "", out var version, out _) ? newest.Retractions.FirstOrDefault(candidate => candidate.Covers(version)) : null;
        return evidence with
        {
            Deprecation = newest.Module?.Deprecation,
            IsRetracted = evidence.ResolvedVersion is null ? Tri.NotChecked : retraction is null ? Tri.No : Tri.Yes,
            RetractionReason = retraction?.Rationale,
        };
    }

    /// <summary>The next majors above and below: most mistaken paths are one off.</summary>
    private async Task<IReadOnlyList<string>> FindMajorsAsync(GoProxyEntry entry, string path, CancellationToken cancellationToken)
    {
        if (!PathMajor.Split(path, out var split) || split.Prefix.StartsWith("gopkg.in/", StringComparison.Ordinal))
        {
            return [];
        }

        var major = split.Suffix.Length == 0 ? 1 : int.TryParse(split.Major.AsSpan(1), out var number) ? number : 1;
        int[] neighbours = [major - 1, major + 1, major + 2];
        var paths = neighbours.Where(candidate => candidate > 0).Select(candidate => candidate == 1 ? split.Prefix : $"{split.Prefix}/v{candidate}");
        var found = await Task.WhenAll(paths.Select(async candidate =>
            (candidate, Result: await GetInfoAsync(entry, $"{new ModuleTarget(candidate, "").EscapedPath}/@latest", cancellationToken))));
        return [.. found.Where(one => one.Result.Info is not null).Select(one => one.candidate)];
    }

    private async Task<(ModuleInfo? Info, int? Status)> GetInfoAsync(GoProxyEntry entry, string path, CancellationToken cancellationToken)
    {
        var result = await GetAsync(entry, path, cancellationToken);
        return (result.IsWhole && ModuleInfo.TryParse(result.Body, out var info, out _) ? info : null, result.Exchange.Status);
    }

    private async Task<GoModFile?> GetGoModAsync(GoProxyEntry entry, ModuleTarget target, string version, CancellationToken cancellationToken)
    {
        var result = await GetAsync(entry, $"{target.EscapedPath}/@v/{ModuleTarget.EscapeVersion(version)}.mod", cancellationToken);

        // Strict parsing knows the toolchain line; what it refuses may still do for a dependency.
        return result.IsWhole && (GoModFile.TryParse(result.Body, "go.mod", GoModParsing.Strict, out var file, out _) || GoModFile.TryParse(result.Body, "go.mod", GoModParsing.Lax, out file, out _)) ? file : null;
    }

    private Task<HttpProbeResult> GetAsync(GoProxyEntry entry, string path, CancellationToken cancellationToken) =>
        http.GetAsync(new HttpProbeRequest(GoProxyProbe.Below(entry.Url!, path)) { Limit = Left(), MaxBodyBytes = DocumentBytes }, cancellationToken);

    private TimeSpan Left() => Enough - host.Time.GetElapsedTime(_started) is var left && left < StepLimit ? left : StepLimit;
}
