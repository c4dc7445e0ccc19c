using Sluice.Doctor.Evidence;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>The settings that decide who is asked, read as the go command reads them.</summary>
internal sealed class ChainView
{
    private readonly PathPatterns _noProxy;
    private readonly PathPatterns _noSumDb;
    private PathPatterns _private = PathPatterns.None;
    private GoVcs _vcs = GoVcs.Default;

    private ChainView(IReadOnlyList<GoProxyEntry> entries, string? goProxyProblem, SumDbSetting sumDb, string? sumDbProblem, PathPatterns noProxy, PathPatterns noSumDb)
    {
        Entries = entries;
        GoProxyProblem = goProxyProblem;
        SumDb = sumDb;
        SumDbProblem = sumDbProblem;
        _noProxy = noProxy;
        _noSumDb = noSumDb;
    }

    /// <summary>The entries of GOPROXY, in order; empty when it is malformed or not known.</summary>
    public IReadOnlyList<GoProxyEntry> Entries { get; }

    /// <summary>What is wrong with GOPROXY; null when nothing is.</summary>
    public string? GoProxyProblem { get; }

    /// <summary>The checksum database; off when the setting is malformed or not known.</summary>
    public SumDbSetting SumDb { get; }

    /// <summary>What is wrong with GOSUMDB; null when nothing is.</summary>
    public string? SumDbProblem { get; }

    /// <summary>Whether GONOPROXY sends a module straight to its repository.</summary>
    public bool SkipsProxy(string module) => _noProxy.Matches(module);

    /// <summary>Whether nobody is asked for the checksums of a module.</summary>
    public bool SkipsSumDb(string module) => SumDb.IsOff || _noSumDb.Matches(module);

    /// <summary>Whether GOVCS lets a kind of version control be used for a module.</summary>
    public bool AllowsVcs(string module, string kind) => !ModulePath.TryParse(module, out var path, out _) || _vcs.Allows(path, _private.Matches(module), kind);

    /// <summary>Reads the settings of a bundle.</summary>
    public static ChainView Of(EvidenceBundle bundle)
    {
        if (bundle.Settings.Value is not { } settings)
        {
            return new ChainView([], null, SumDbSetting.Off, null, PathPatterns.None, PathPatterns.None);
        }

        GoProxyList.TryParse(settings.Go["GOPROXY"], out var list, out var listError);
        SumDbSetting.TryParse(settings.Go["GOSUMDB"], out var sumDb, out var sumDbError);
        GoVcs.TryParse(settings.Go["GOVCS"], out var vcs, out _);
        var chain = new ChainView(list?.Entries ?? [], listError, sumDb ?? SumDbSetting.Off, sumDbError, Patterns(settings, "GONOPROXY"), Patterns(settings, "GONOSUMDB"));
        (chain._private, chain._vcs) = (Patterns(settings, "GOPRIVATE"), vcs ?? GoVcs.Default);
        return chain;
    }

    private static PathPatterns Patterns(SettingsEvidence settings, string name) => PathPatterns.TryParse(settings.Go[name], out var patterns, out _) ? patterns : PathPatterns.None;
}
