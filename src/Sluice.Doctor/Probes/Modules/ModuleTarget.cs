using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Doctor.Probes.Modules;

/// <summary>A module to ask for.</summary>
/// <param name="Path">The path as given; perhaps none.</param>
/// <param name="Version">A version or query; empty for the latest.</param>
/// <param name="IsReference">Taken by us, since nobody named one.</param>
internal sealed record ModuleTarget(string Path, string Version, bool IsReference = false)
{
    /// <summary>Small, public, never to change; the one that Go's own tutorials use.</summary>
    public static ModuleTarget Reference { get; } = new("rsc.io/quote", "v1.5.2", IsReference: true);

    /// <summary><c>path@version</c>, or the path alone.</summary>
    public string Name => Version.Length == 0 ? Path : $"{Path}@{Version}";

    /// <summary>Reads <c>path@version</c> or <c>path</c>.</summary>
    public static ModuleTarget Parse(string text)
    {
        var at = text.LastIndexOf('@');
        return at < 0 ? new ModuleTarget(text.Trim(), "") : new ModuleTarget(text[..at].Trim(), text[(at + 1)..].Trim() is var version && version == "latest" ? "" : version);
    }

    /// <summary>The path as URLs spell it; as it is when it is no module path.</summary>
    public string EscapedPath => ModulePath.TryParse(Path, out var path, out _) ? path.Escape() : Escape(Path);

    /// <summary>A version or query as URLs spell it.</summary>
    public static string EscapeVersion(string version) => ModuleVersion.TryParse(version, out var parsed, out _) ? parsed.Escape() : Escape(version);

    private static string Escape(string text) => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? $"!{char.ToLowerInvariant(c)}" : c.ToString()));
}
