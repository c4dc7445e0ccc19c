using System.Text;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Testing;

/// <summary>
/// Answers GOPROXY requests from a <see cref="ModuleFixture"/> as the go command's own test proxy does (cmd/go, proxy_test.go): lists,
/// <c>@latest</c>, <c>.info</c> by version and by commit hash, <c>.mod</c>, <c>.zip</c>; Go's 404 for all else; below the base path also
/// <c>404/…</c> (any status, without a body), <c>redirect/N/…</c> and <c>invalid/…</c>.
/// </summary>
internal static class FixtureAnswers
{
    /// <summary>Answers a path.</summary>
    /// <param name="fixture">The modules.</param>
    /// <param name="path">Decoded, below the base path, no leading slash.</param>
    /// <param name="basePath">Where the proxy is mounted, for redirects: empty, or <c>/mod</c>.</param>
    public static UpstreamAnswer Find(ModuleFixture fixture, string path, string basePath)
    {
        if (path.StartsWith("invalid/", StringComparison.Ordinal))
        {
            return UpstreamAnswer.Text(200, "invalid");
        }

        var head = path.Split('/', 2);
        if (head.Length == 2 && int.TryParse(head[0], out var status) && status >= 200)
        {
            return new UpstreamAnswer(status, default, null);
        }

        if (head.Length == 2 && head[0] == "redirect" && head[1].Split('/', 2) is [var countText, var target] && int.TryParse(countText, out var count))
        {
            var location = count <= 1 ? $"{basePath}/{target}" : $"{basePath}/redirect/{count - 1}/{target}";
            return new UpstreamAnswer(302, default, null).With("Location", location);
        }

        return FindLatest(fixture, path) ?? FindVersioned(fixture, path) ?? UpstreamAnswer.NotFound;
    }

    private static UpstreamAnswer? FindLatest(ModuleFixture fixture, string path)
    {
        const string Suffix = "/@latest";
        return path.EndsWith(Suffix, StringComparison.Ordinal) && TryUnescapePath(path[..^Suffix.Length], out var module)
            ? Content(fixture.LatestOf(module)?.Info, "text/plain; charset=utf-8")
            : null;
    }

    private static UpstreamAnswer? FindVersioned(ModuleFixture fixture, string path)
    {
        var cut = path.IndexOf("/@v/", StringComparison.Ordinal);
        if (cut < 0 || !TryUnescapePath(path[..cut], out var module))
        {
            return null;
        }

        var file = path[(cut + "/@v/".Length)..];
        if (file == "list")
        {
            return fixture.ListOf(module) is { } list ? new UpstreamAnswer(200, Encoding.UTF8.GetBytes(list), "text/plain; charset=utf-8") : null;
        }

        var dot = file.LastIndexOf('.');
        if (dot < 0 || !CaseEscaping.TryUnescape(file.AsSpan(0, dot), out var version))
        {
            return null;
        }

        var found = FindByHash(fixture, module, version) ?? fixture.Find(module, version);
        return file[(dot + 1)..] switch
        {
            "info" => Content(found?.Info, "text/plain; charset=utf-8"),
            "mod" => Content(found?.GoMod, "text/plain; charset=utf-8"),
            "zip" => Content(found?.Zip, "application/zip"),
            _ => null,
        };
    }

    /// <summary>The highest version whose commit hash starts with the given digits, or the other way round.</summary>
    private static FixtureModule? FindByHash(ModuleFixture fixture, string module, string hash) =>
        hash.Length == 0 || hash.AsSpan().ContainsAnyExcept("0123456789abcdef")
            ? null
            : fixture.VersionsOf(module)
                .Where(version => version.Hash.Length > 0 && ModuleVersion.TryParse(version.Version, out _, out _))
                .Where(version => version.Hash.StartsWith(hash, StringComparison.Ordinal) || hash.StartsWith(version.Hash, StringComparison.Ordinal))
                .MaxBy(version => ModuleVersion.Parse(version.Version));

    private static bool TryUnescapePath(string escaped, out string path) =>
        CaseEscaping.TryUnescape(escaped, out path!) && ModulePath.TryParse(path, out _, out _);

    private static UpstreamAnswer? Content(byte[]? bytes, string contentType) => bytes is null ? null : new UpstreamAnswer(200, bytes, contentType);
}
