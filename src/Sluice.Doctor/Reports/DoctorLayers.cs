namespace Sluice.Doctor.Reports;

/// <summary>What a user may ask for alone, and the probes that it takes. Settings, hosts file and resolver configuration are always read.</summary>
public static class DoctorLayers
{
    private static readonly (string Name, string[] Probes)[] Table =
    [
        ("settings", ["settings"]),
        ("dns", ["dns", "delegation"]),
        ("tcp", ["dns", "tcp"]),
        ("proxy", ["forward-proxy"]),
        ("tls", ["dns", "tcp", "tls", "forward-proxy", "clock"]),
        ("goproxy", ["dns", "tcp", "tls", "forward-proxy", "goproxy"]),
        ("sumdb", ["dns", "tcp", "tls", "forward-proxy", "sumdb"]),
        ("vcs", ["dns", "tcp", "tls", "forward-proxy", "vcs"]),
        ("module", ["goproxy", "module"]),
        ("cache", ["cache"]),
        ("machine", ["machine", "clock"]),
    ];

    /// <summary>The names, in the order of the go command's way.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>The probes of layers, each once; null when one of the names is none.</summary>
    public static IReadOnlyList<string>? ProbesOf(IReadOnlyList<string> layers) =>
        layers.All(Names.Contains) ? [.. layers.SelectMany(layer => Table.First(row => row.Name == layer).Probes).Distinct()] : null;
}
