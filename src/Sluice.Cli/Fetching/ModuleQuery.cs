using System.Diagnostics.CodeAnalysis;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Fetching;

/// <summary>A module with what is wanted of it, as one writes it for the go command: <c>rsc.io/quote@v1.5.2</c>, <c>rsc.io/quote@latest</c>.</summary>
/// <param name="Path">The module.</param>
/// <param name="Query">What version is wanted.</param>
internal sealed record ModuleQuery(ModulePath Path, VersionQuery Query)
{
    /// <summary>Parses <c>M@Q</c>; a bare <c>M</c> means the latest version.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ModuleQuery? query, [NotNullWhen(false)] out string? error)
    {
        query = null;
        var at = text.IndexOf('@');
        var module = at < 0 ? text : text[..at];
        if (!ModulePath.TryParse(module, out var path, out var reason))
        {
            error = $"\"{Shorten(module)}\" is no module path: {reason}";
            return false;
        }

        var version = at < 0 ? "latest" : text[(at + 1)..];
        if (!VersionQuery.TryParse(version, out var parsed, out reason))
        {
            error = $"\"{Shorten(version)}\" is no version, branch or commit: {reason}";
            return false;
        }

        // These two start from a version in use, and here none is.
        error = parsed is VersionQuery.None or VersionQuery.Patch ? $"\"{version}\" means nothing without a go.mod" : null;
        query = error is null ? new ModuleQuery(path, parsed) : null;
        return query is not null;
    }

    public override string ToString() => $"{Path}@{Query}";

    private static string Shorten(string text) => text.Length > 80 ? $"{text.AsSpan(0, 80)}…" : text;
}
