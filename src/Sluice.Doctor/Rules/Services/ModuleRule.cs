using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Services;

/// <summary>The module that was asked for is itself the matter: its path or version cannot be, its go.mod says otherwise, it needs a newer Go, or its author took it back.</summary>
internal sealed class ModuleRule : IRule
{
    /// <inheritdoc/>
    public string Id => "module";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation) => situation.Bundle.Modules.Select(probed => probed.Value).OfType<ModuleEvidence>().SelectMany(module => Judge(situation, module));

    private static IEnumerable<Claim> Judge(Situation situation, ModuleEvidence module)
    {
        var needs = situation.Needs.Where(need => need.Target.Module == module.Path && need.Hurts).ToList();
        if (module.MainModule?.Problem is { } broken)
        {
            yield return Of(module, FindingCodes.GoModParseError, Layer.Module, Severity.Fatal, $"{module.MainModule.File}: {broken}") with { Subject = Subject.None };
        }

        if (module.PathProblem is { } pathProblem)
        {
            yield return Of(module, FindingCodes.ModuleNotFound, Layer.Settings, Severity.Fatal, $"{module.Path}: {pathProblem}") with { Breaks = needs };
            yield break;
        }

        if (module.VersionProblem is { } versionProblem)
        {
            var isMajor = versionProblem.Contains("major", StringComparison.OrdinalIgnoreCase) || module.MajorSuffix.Length > 0;
            yield return Of(module, isMajor ? FindingCodes.ModuleMajorSuffix : FindingCodes.ModuleInvalidVersion, Layer.Settings, Severity.Fatal, $"{module.Version}: {versionProblem}", Others(module)) with { Breaks = needs };
            yield break;
        }

        // The proxy's not-found is about the version alone where it knows others.
        if (module.Exists == Tri.No && module.VersionCount > 0 && needs.TrueForAll(need => need.State == NeedState.Absent || need.Kind != NeedKind.ModuleProxy))
        {
            yield return Of(module, FindingCodes.VcsUnknownRevision, Layer.Http, Severity.Fatal, $"{module.Source}: {module.VersionCount} versions, latest {module.Latest}", $"newest: {string.Join(", ", module.Versions.TakeLast(5))}") with { Breaks = needs };
        }

        if (module.DeclaredPath is { } declared && declared != module.Path && module.MainModule?.ReplacedBy is null)
        {
            yield return Of(module, FindingCodes.ModulePathMismatch, Layer.Module, Severity.Fatal, $"go.mod: module {declared}", $"asked: {module.Path}");
        }

        if (NeedsNewerGo(situation, module) is { } installed)
        {
            yield return Of(module, FindingCodes.ModuleGoVersionTooNew, Layer.Module, Severity.Fatal, $"go.mod: go {module.GoVersion}", $"installed: {installed}", $"GOTOOLCHAIN={situation.Settings!.Go["GOTOOLCHAIN"]}");
        }

        if (module.IsRetracted == Tri.Yes || module.Deprecation is { Length: > 0 })
        {
            yield return Of(module, FindingCodes.ModuleRetracted, Layer.Module, Severity.Warning, module.IsRetracted == Tri.Yes ? $"retracted: {module.RetractionReason}" : "", module.Deprecation is { } note ? $"deprecated: {note}" : "");
        }
    }

    private static Claim Of(ModuleEvidence module, FindingCode code, Layer layer, Severity standing, params string[] lines) =>
        Claims.Of($"module {module.Path}", code, layer, standing, lines) with
        {
            Subject = new Subject { Module = module.Path, Version = module.Version.Length > 0 ? module.Version : module.ResolvedVersion },
            IsPerSubject = true,
        };

    private static string Others(ModuleEvidence module) => module.OtherMajors.Count > 0 ? $"exists: {string.Join(", ", module.OtherMajors)}" : "";

    /// <summary>The installed Go, when it is too old and may not fetch a newer one.</summary>
    private static string? NeedsNewerGo(Situation situation, ModuleEvidence module)
    {
        var installed = situation.Settings?.Go.Installation?.Version;
        if (installed is null || GoVersion.Parse(installed) is not { } have || GoVersion.Parse(module.GoVersion) is not { } want || have >= want)
        {
            return null;
        }

        // Before 1.21 a newer go line was only a hint.
        var toolchain = situation.Settings!.Go["GOTOOLCHAIN"];
        return have >= new Version(1, 21) && toolchain is "local" or "path" ? installed : null;
    }
}
