using System.Text;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Testing;

/// <summary>A set of modules in memory, for a <see cref="FakeUpstream"/> or a file tree. Versions may be added while others read.</summary>
public sealed class ModuleFixture
{
    private readonly Lock _lock = new();
    private readonly List<FixtureModule> _modules = [];

    /// <summary>The versions in the order in which they were added.</summary>
    public IReadOnlyList<FixtureModule> Modules
    {
        get
        {
            lock (_lock)
            {
                return [.. _modules];
            }
        }
    }

    /// <summary>
    /// Loads text archives as the go command's tests keep them: a file <c>example.com_m_v1.0.0.txt</c> (escaped path, <c>/</c> as
    /// <c>_</c>) with the sections <c>.info</c>, <c>.mod</c> and the zip's files. Files with other names, and malformed paths, are skipped
    /// as there.
    /// </summary>
    public static ModuleFixture LoadDirectory(string directory)
    {
        var fixture = new ModuleFixture();
        foreach (var file in Directory.EnumerateFiles(directory, "*.txt").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var cut = name.LastIndexOf("_v", StringComparison.Ordinal);
            if (cut < 0 || !CaseEscaping.TryUnescape(name[..cut].Replace('_', '/'), out var path) || !ModulePath.TryParse(path, out _, out _) ||
                !CaseEscaping.TryUnescape(name.AsSpan(cut + 1), out var version))
            {
                continue;
            }

            fixture.Add(path, version, TxtArchive.ReadFile(file));
        }

        return fixture;
    }

    /// <summary>
    /// Loads the modules of the go command's own tests from the tree of the installed Go. Where there is none, the test is skipped, and
    /// fails in CI.
    /// </summary>
    public static ModuleFixture LoadGoTree() => LoadDirectory(Path.Combine(GoCommand.RequireSources(), "cmd", "go", "testdata", "mod"));

    /// <summary>
    /// Adds a version. A <c>.mod</c> among the files is the go.mod that is served, else <c>go.mod</c> is, else <c>module PATH</c>; a
    /// <c>.info</c> is the info, else it is made of the version and 2018-01-01T00:00:00Z.
    /// </summary>
    public FixtureModule Add(string path, string version, params FixtureFile[] files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var goMod = Bytes(files, ".mod") ?? Bytes(files, "go.mod") ?? Encoding.UTF8.GetBytes($"module {path}\n");
        var info = Bytes(files, ".info") ?? Encoding.UTF8.GetBytes($$"""{"Version":"{{version}}","Time":"2018-01-01T00:00:00Z"}""");
        return Add(new FixtureModule(path, version, info, goMod, WithoutMeta(files)));
    }

    /// <summary>Adds a version from an archive. What it does not hold is not there: no <c>.info</c>, no <c>.mod</c>.</summary>
    public FixtureModule Add(string path, string version, TxtArchive archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        FixtureFile[] files = [.. archive.Files.Select(file => (FixtureFile)(file.Name, file.Text))];
        return Add(new FixtureModule(path, version, Bytes(files, ".info"), Bytes(files, ".mod"), WithoutMeta(files)));
    }

    /// <summary>A version; null when it is not in the set.</summary>
    public FixtureModule? Find(string path, string version) => Modules.FirstOrDefault(module => module.Path == path && module.Version == version);

    /// <summary>All versions of a module, in the order in which they were added; empty for an unknown one.</summary>
    public IReadOnlyList<FixtureModule> VersionsOf(string path) => [.. Modules.Where(module => module.Path == path)];

    /// <summary>
    /// The <c>@v/list</c> body: versions that belong to the path, without pseudo-versions, one a line; empty for a module without any;
    /// null for an unknown module.
    /// </summary>
    public string? ListOf(string path)
    {
        var versions = VersionsOf(path);
        return versions.Count == 0 ? null : string.Concat(versions.Where(module => !module.IsPseudo && BelongsToPath(module)).Select(module => module.Version + "\n"));
    }

    /// <summary>
    /// What <c>@latest</c> names: the highest release, else pre-release, else pseudo-version; null for an unknown module. (The go command's
    /// own fixture means the same and picks the lowest by a slip.)
    /// </summary>
    public FixtureModule? LatestOf(string path) => VersionsOf(path)
        .Where(BelongsToPath)
        .OrderBy(module => module.IsPseudo ? 0 : module.Version.Contains('-') ? 1 : 2)
        .ThenBy(module => ModuleVersion.Parse(module.Version))
        .LastOrDefault();

    /// <summary>Writes the set as a GOPROXY file tree (<c>file://</c>): list, <c>.info</c>, <c>.mod</c> and <c>.zip</c> of every version.</summary>
    public void WriteTree(string directory)
    {
        foreach (var path in Modules.Select(module => module.Path).Distinct())
        {
            var folder = Directory.CreateDirectory(Path.Combine(directory, CaseEscaping.Escape(path), "@v")).FullName;
            File.WriteAllText(Path.Combine(folder, "list"), ListOf(path));
            foreach (var module in VersionsOf(path))
            {
                var name = Path.Combine(folder, CaseEscaping.Escape(module.Version));
                WriteIfAny(name + ".info", module.Info);
                WriteIfAny(name + ".mod", module.GoMod);
                WriteIfAny(name + ".zip", module.Zip);
            }
        }
    }

    private static bool BelongsToPath(FixtureModule module) =>
        ModuleVersion.TryParse(module.Version, out var version, out _) && ModulePath.Parse(module.Path).SplitMajor().Matches(version);

    private static byte[]? Bytes(FixtureFile[] files, string name) => Array.Find(files, file => file.Name == name)?.Bytes;

    private static FixtureFile[] WithoutMeta(FixtureFile[] files) => [.. files.Where(file => file.Name is not (".info" or ".mod" or ".zip"))];

    private static void WriteIfAny(string file, byte[]? bytes)
    {
        if (bytes is not null)
        {
            File.WriteAllBytes(file, bytes);
        }
    }

    private FixtureModule Add(FixtureModule module)
    {
        lock (_lock)
        {
            _modules.RemoveAll(known => known.Path == module.Path && known.Version == module.Version);
            _modules.Add(module);
            return module;
        }
    }
}
