using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>Every forward proxy that some setting names: those that the go command obeys, and those of git, npm, yarn and pip.</summary>
/// <param name="Obeyed">What the go command obeys.</param>
/// <param name="All">All of them, each once by its address, the obeyed ones first.</param>
internal sealed record NamedProxies(ForwardProxies Obeyed, IReadOnlyList<ForwardProxy> All)
{
    private static readonly string[] ToolKeys = ["proxy", "http-proxy", "https-proxy", "httpproxy", "httpsproxy"];

    /// <summary>Finds them.</summary>
    public static NamedProxies Of(ForwardProxies obeyed, SettingsEvidence settings) =>
        new(obeyed, [.. obeyed.All.Concat(Settings(settings).Select(ForwardProxies.Parse).OfType<ForwardProxy>()).DistinctBy(proxy => proxy.Name)]);

    /// <summary>The settings that name a proxy.</summary>
    public static IReadOnlyList<SettingValue> NamersOf(ForwardProxy proxy, SettingsEvidence settings) =>
        [.. settings.ProxyVariables.Concat(Settings(settings)).Where(setting => ForwardProxies.Parse(setting)?.Name == proxy.Name)];

    private static IEnumerable<SettingValue> Settings(SettingsEvidence settings) =>
        settings.Git.Settings.Where(setting => setting.Name.StartsWith("http.", StringComparison.Ordinal) && setting.Name.EndsWith(".proxy", StringComparison.Ordinal))
            .Concat(settings.OtherTools.Select(tool => tool.Setting).Where(setting => ToolKeys.Contains(setting.Name, StringComparer.OrdinalIgnoreCase)))
            .Where(setting => setting.Value is not ("" or "null" or "false"));
}
