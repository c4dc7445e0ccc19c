using System.Diagnostics.CodeAnalysis;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Fetching;

/// <summary>A module with what is wanted of it, as one writes it for the go command: <c>rsc.io/quote@v1.5.2</c>, <c>rsc.io/quote@latest</c>.</summary>
/// <param name="Path">The module.</param>
/// <param name="Query">Version, branch or commit; null for the latest version.</param>
internal sealed record ModuleQuery(ModulePath Path, Revision? Query)
{
    public string QueryText => Query?.Value ?? "latest";

    /// <summary>Parses <c>M@Q</c>; a bare <c>M</c> means the latest version.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ModuleQuery? query, [NotNullWhen(false)] out string? error)
    {
        var at = text.IndexOf('@');
        return at < 0 ? TryParse(text, "latest", out query, out error) : TryParse(text.AsSpan(0, at), text.AsSpan(at + 1), out query, out error);
    }

    /// <summary>Parses module and query.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> module, ReadOnlySpan<char> version, [NotNullWhen(true)] out ModuleQuery? query, [NotNullWhen(false)] out string? error)
    {
        query = null;
        if (!ModulePath.TryParse(module, out var path, out var reason))
        {
            error = $"\"{Shorten(module)}\" is no module path: {reason}";
            return false;
        }

        Revision? revision = null;
        if (version is not "latest")
        {
            if (!Revision.TryParse(version, out var parsed, out reason))
            {
                error = $"\"{Shorten(version)}\" is no version, branch or commit: {reason}";
                return false;
            }

            revision = parsed;
        }

        error = null;
        query = new ModuleQuery(path, revision);
        return true;
    }

    public override string ToString() => $"{Path}@{QueryText}";

    private static string Shorten(ReadOnlySpan<char> text) => text.Length > 80 ? $"{text[..80]}…" : text.ToString();
}
