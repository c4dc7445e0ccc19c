namespace Sluice.Modules.Graph;

/// <summary>How big a requirement graph may become. Real ones stay a factor of ten below: Kubernetes has some 3,000 versions and 30,000 requirements.</summary>
public static class GraphLimits
{
    /// <summary>Most module versions whose go.mod is read.</summary>
    public const int MaxModules = 50_000;

    /// <summary>Most requirements, summed over all module versions.</summary>
    public const int MaxRequirements = 2_000_000;

    /// <summary>Default for how many go.mod files are asked for at once: 10, as in the go command (cmd/go/internal/mvs).</summary>
    public const int MaxConcurrency = 10;
}
