using Sluice.Fetch.Vcs;
using Sluice.Modules.Paths;

namespace Sluice.Server.Configuration;

/// <summary>Reads <c>origins</c>.</summary>
internal static class OriginReader
{
    /// <summary>What may stand for a kind of version control.</summary>
    public const string Kinds = "git, hg, svn or fossil";

    /// <summary>What may stand for a repository.</summary>
    public const string Urls = "an https, http, ssh or svn URL, or git@host:path";

    public static IReadOnlyList<OriginSettings> Read(ListReader list)
    {
        var origins = new List<OriginSettings>();
        var seen = new Dictionary<string, SettingOrigin>(StringComparer.Ordinal);
        foreach (var entry in list.Entries("origins"))
        {
            var hasPath = TryReadPath(entry, list, seen, out var path);
            var hasUrl = TryReadUrl(entry, list, out var url);
            var kind = ReadKind(entry, list);
            var folder = ReadFolder(entry, list);
            if (hasPath && hasUrl && kind is { } vcs && folder is not null)
            {
                origins.Add(new OriginSettings(path, vcs, url) { Folder = folder });
            }
        }

        return origins;
    }

    private static bool TryReadPath(EntryReader entry, ListReader list, Dictionary<string, SettingOrigin> seen, out string path)
    {
        path = "";
        if (!entry.TryText("path", "a module path", out var text, out var origin))
        {
            return false;
        }

        var key = $"{entry.Key}.path";
        if (!ModulePath.TryParse(text, out _, out var error))
        {
            list.Problems.Error(origin, key, $"{ShownText.Quote(text)} is no module path: {error}", "write the path that stands for the repository, for example corp.example/lib");
            return false;
        }

        if (!seen.TryAdd(text, origin))
        {
            list.Problems.Error(origin, key, $"the origin in line {seen[text].Line} is for {text} too", "keep one of the two");
            return false;
        }

        list.Show(key, text, origin);
        path = text;
        return true;
    }

    private static bool TryReadUrl(EntryReader entry, ListReader list, out string url)
    {
        url = "";
        if (!entry.TryText("url", Urls, out var text, out var origin))
        {
            return false;
        }

        if (RepositoryUrl.Check(text, isConfigured: true) is { } problem)
        {
            list.Problems.Error(origin, $"{entry.Key}.url", $"{ShownText.Quote(ShownText.MaskUserInfo(text))}: {problem}", $"write {Urls}; user and password belong into credentials");
            return false;
        }

        list.Show($"{entry.Key}.url", text, origin);
        url = text;
        return true;
    }

    private static VcsKind? ReadKind(EntryReader entry, ListReader list)
    {
        if (!entry.TryText("vcs", Kinds, out var text, out var origin))
        {
            return VcsKind.Git;
        }

        VcsKind? kind = text switch
        {
            "git" => VcsKind.Git,
            "hg" => VcsKind.Mercurial,
            "svn" => VcsKind.Subversion,
            "fossil" => VcsKind.Fossil,
            _ => null,
        };
        if (kind is null)
        {
            var why = text == "bzr" ? "Bazaar is not supported; Go 1.27 has dropped it too" : $"{ShownText.Quote(text)} is no version control that modules come from";
            list.Problems.Error(origin, $"{entry.Key}.vcs", why, $"write {Kinds}");
            return null;
        }

        list.Show($"{entry.Key}.vcs", text, origin);
        return kind;
    }

    private static string? ReadFolder(EntryReader entry, ListReader list)
    {
        if (!entry.TryText("subdir", "a folder in the repository", out var text, out var origin))
        {
            return "";
        }

        var folder = text.Trim('/');
        if (folder.Split('/').Any(element => PathRules.CheckElement(element, PathKind.File) is not null))
        {
            list.Problems.Error(origin, $"{entry.Key}.subdir", $"{ShownText.Quote(text)} is no folder", "write the folder's path from the repository's root, for example go/lib");
            return null;
        }

        list.Show($"{entry.Key}.subdir", folder, origin);
        return folder;
    }
}
