using System.Diagnostics.CodeAnalysis;
using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;

namespace Sluice.Cli.Graphs;

/// <summary>
/// Finds and reads the files of a module or workspace as the go command does: go.work by GOWORK or upwards from the folder, else go.mod upwards. A file that is named is
/// taken, and nothing is looked for.
/// </summary>
internal sealed class GraphProjectReader(CliContext context)
{
    private readonly List<string> _errors = [];

    /// <summary>What is wrong, with file and line where there is one; empty after success.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Reads; false with all mistakes in <see cref="Errors"/>.</summary>
    /// <param name="path">A folder, a go.mod or a go.work.</param>
    /// <param name="project">What was read.</param>
    public bool TryRead(string path, [NotNullWhen(true)] out GraphProject? project)
    {
        var full = Path.GetFullPath(path, context.WorkingDirectory);
        project = Locate(full) is { } file ? Path.GetExtension(file) == ".work" ? ReadWorkspace(file) : ReadModule(file) : null;
        project = _errors.Count == 0 ? project : null;
        return project is not null;
    }

    private string? Locate(string path)
    {
        if (File.Exists(path))
        {
            return path;
        }

        if (!Directory.Exists(path))
        {
            return Fail($"{Show(path)}: there is no such file or folder");
        }

        var setting = context.Variables.GetValueOrDefault("GOWORK") ?? "";
        if (setting.Length > 0 && setting != "off")
        {
            return File.Exists(setting) ? setting : Fail($"{setting}: GOWORK names this file, and it does not exist");
        }

        return (setting == "off" ? null : FindUpwards(path, "go.work")) ?? FindUpwards(path, "go.mod")
            ?? Fail($"{Show(path)}: no go.mod or go.work in this folder or above it");
    }

    private static string? FindUpwards(string directory, string name)
    {
        for (var at = directory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, name)))
            {
                return Path.Combine(at, name);
            }
        }

        return null;
    }

    private GraphProject? ReadModule(string file)
    {
        var directory = Path.GetDirectoryName(file)!;
        if (ReadGoMod(file) is not { } module)
        {
            return null;
        }

        // go.sum stands beside the file; with -modfile=x.mod it is x.sum.
        var sum = ReadSum(Path.ChangeExtension(file, ".sum"));
        var vendor = Path.Combine(directory, "vendor", "modules.txt");
        return new GraphProject
        {
            Source = module.FileName,
            BaseDirectory = directory,
            Roots = GraphRoots.Of(MainModule.Of(module.File)),
            Modules = [module],
            Replacements = [.. module.File.Replacements.Select(directive => new ProjectReplacement(directive, Where(module.FileName, directive), false))],
            Sums = sum is null ? [] : [sum],
            Vendor = VendorConsistency.IsUsed(module.File.Go) && ReadBytes(vendor, isRequired: false) is { } bytes ? VendorModules.Parse(bytes) : null,
        };
    }

    private GraphProject? ReadWorkspace(string file)
    {
        var directory = Path.GetDirectoryName(file)!;
        var name = Show(file);
        if (ReadBytes(file, isRequired: true) is not { } content)
        {
            return null;
        }

        if (!GoWorkFile.TryParse(content, name, out var work, out var errors))
        {
            _errors.AddRange(errors.Select(error => error.ToString()));
            return null;
        }

        var modules = new List<ProjectModule>();
        var mains = new List<MainModule>();
        var replacements = work.Replacements.Select(directive => new ProjectReplacement(directive, Where(name, directive), true)).ToList();
        var sums = new List<GoSum?> { ReadSum(Path.ChangeExtension(file, ".work.sum")) };
        foreach (var use in work.Uses)
        {
            var folder = Path.GetFullPath(use.Path, directory);
            if (!File.Exists(Path.Combine(folder, "go.mod")))
            {
                Fail($"{name}:{use.Position.Line}: use {use.Path}: there is no go.mod in this folder");
                continue;
            }

            if (ReadGoMod(Path.Combine(folder, "go.mod")) is not { } module)
            {
                continue;
            }

            var main = MainModule.Of(module.File);
            if (mains.Exists(known => known.Path == main.Path))
            {
                Fail($"{name}:{use.Position.Line}: module {main.Path} appears multiple times in workspace");
                continue;
            }

            var rebased = main.Replacements.Select(directive => Rebase(directive, folder, directory)).ToList();
            modules.Add(module);
            mains.Add(main with { Replacements = rebased });
            replacements.AddRange(rebased.Select(directive => new ProjectReplacement(directive, Where(module.FileName, directive), false)));
            sums.Add(ReadSum(Path.Combine(folder, "go.sum")));
        }

        if (mains.Count == 0 && _errors.Count == 0)
        {
            Fail($"{name}: uses no module; write `go work use FOLDER`");
        }

        return new GraphProject
        {
            Source = name,
            BaseDirectory = directory,
            Roots = GraphRoots.OfWorkspace(work, mains),
            Modules = modules,
            Replacements = replacements,
            Sums = [.. sums.OfType<GoSum>()],
        };
    }

    /// <summary>The same directory, seen from go.work (cmd/go/internal/modload, <c>canonicalizeReplacePath</c>).</summary>
    private static Replacement Rebase(Replacement directive, string folder, string directory)
    {
        if (!directive.IsDirectory || Path.IsPathRooted(directive.New.Path))
        {
            return directive;
        }

        var relative = Path.GetRelativePath(directory, Path.GetFullPath(directive.New.Path, folder)).Replace('\\', '/');
        return directive with { New = new ModuleReference(LocalPaths.IsDirectory(relative) ? relative : "./" + relative, "") };
    }

    private ProjectModule? ReadGoMod(string file)
    {
        var name = Show(file);
        if (ReadBytes(file, isRequired: true) is not { } content)
        {
            return null;
        }

        if (!GoModFile.TryParse(content, name, GoModParsing.Strict, out var mod, out var errors))
        {
            _errors.AddRange(errors.Select(error => error.ToString()));
            return null;
        }

        if (mod.Module is null)
        {
            Fail($"{name}:1: no module line; write `module PATH`");
            return null;
        }

        return new ProjectModule(name, mod, Path.GetDirectoryName(file)!);
    }

    private GoSum? ReadSum(string file)
    {
        if (ReadBytes(file, isRequired: false) is not { } content)
        {
            return null;
        }

        if (!GoSum.TryParse(content, Show(file), out var sum, out var errors))
        {
            _errors.AddRange(errors.Select(error => error.ToString()));
        }

        return sum;
    }

    private byte[]? ReadBytes(string file, bool isRequired)
    {
        if (!isRequired && !File.Exists(file))
        {
            return null;
        }

        var content = BoundedFile.Read(file, out var error);
        if (content is null)
        {
            Fail($"{Show(file)}: {error}");
        }

        return content;
    }

    private string? Fail(string error)
    {
        _errors.Add(error);
        return null;
    }

    private static string Where(string fileName, Replacement directive) => $"{fileName}:{directive.Position.Line}";

    /// <summary>Relative where it is below the working directory, as a person would type it.</summary>
    private string Show(string path)
    {
        var relative = Path.GetRelativePath(context.WorkingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }
}
