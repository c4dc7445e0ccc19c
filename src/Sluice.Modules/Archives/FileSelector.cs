using System.Text;
using Sluice.Modules.Paths;

namespace Sluice.Modules.Archives;

/// <summary>Chooses the files of one module zip; see <see cref="ModuleZip.Select"/> for the rules.</summary>
internal sealed class FileSelector(VendorRule vendorRule)
{
    private readonly List<(byte[] Name, ModuleFile File)> _included = [];
    private readonly List<ZipProblem> _omitted = [];
    private readonly List<ZipProblem> _problems = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _innerModules = new(StringComparer.Ordinal);
    private readonly PathCollisions _collisions = new(ModuleZip.MaxPaths);
    private bool _isTooLarge;
    private long _bytes;

    public FileSelection Run(IReadOnlyCollection<ModuleFile> files)
    {
        foreach (var file in files)
        {
            FindInnerModule(file);
        }

        foreach (var file in files)
        {
            Judge(file);
            if (_collisions.IsFull)
            {
                break;
            }
        }

        if (_isTooLarge)
        {
            _problems.Insert(0, ModuleZip.TooLargeTree);
        }

        _included.Sort(static (x, y) => x.Name.AsSpan().SequenceCompareTo(y.Name));
        return new FileSelection
        {
            Included = _included.ConvertAll(static included => included.File),
            Omitted = _omitted,
            Problems = _problems,
            UncompressedBytes = _bytes,
        };
    }

    private void FindInnerModule(ModuleFile file)
    {
        var slash = file.Path.LastIndexOf('/');
        if (slash >= 0 && file.Kind == ModuleFileKind.Regular && ZipPath.IsGoModInAnyCase(ZipPath.Base(file.Path)))
        {
            _innerModules.Add(file.Path[..slash]);
        }
    }

    private void Judge(ModuleFile file)
    {
        var omission = OmissionByName(file.Path, out var problem);
        problem ??= omission is null ? ProblemOfName(file) : null;
        if (problem is not null)
        {
            Refuse(file, problem);
            return;
        }

        omission ??= OmissionByKind(file.Kind);
        if (omission is not null)
        {
            Note(_omitted, file, omission);
            return;
        }

        problem = ProblemOfSize(file);
        if (problem is not null)
        {
            Refuse(file, problem);
            return;
        }

        _included.Add((Encoding.UTF8.GetBytes(file.Path), file));
    }

    /// <summary>Names in vendored packages and inner modules may be as bad as they like.</summary>
    private string? OmissionByName(string path, out string? problem)
    {
        problem = null;
        if (!ZipPath.IsClean(path))
        {
            problem = "file path is not clean";
            return null;
        }

        if (path[0] == '/')
        {
            problem = "file path is not relative";
            return null;
        }

        if (vendorRule.IsVendored(path))
        {
            return "file is in vendor directory";
        }

        if (IsInInnerModule(path))
        {
            return "file is in another module";
        }

        return path == ".hg_archival.txt" ? "file is inserted by 'hg archive' and is always omitted" : null;
    }

    private bool IsInInnerModule(ReadOnlySpan<char> path)
    {
        if (_innerModules.Count == 0)
        {
            return false;
        }

        var folders = _innerModules.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var slash = path.LastIndexOf('/'); slash >= 0; slash = path.LastIndexOf('/'))
        {
            path = path[..slash];
            if (folders.Contains(path))
            {
                return true;
            }
        }

        return false;
    }

    private string? ProblemOfName(ModuleFile file)
    {
        var malformed = PathRules.Check(file.Path, PathKind.File);
        if (malformed is not null)
        {
            return $"malformed file path {GoText.Quote(file.Path)}: {malformed}";
        }

        return ZipPath.IsGoModInAnyCase(file.Path) && file.Path != ZipPath.GoMod
            ? "go.mod files must have lowercase names"
            : _collisions.TryAdd(file.Path, file.Kind == ModuleFileKind.Directory);
    }

    private static string? OmissionByKind(ModuleFileKind kind) => kind switch
    {
        ModuleFileKind.Regular => null,
        ModuleFileKind.Symlink => "file is a symbolic link",
        _ => "not a regular file",
    };

    private string? ProblemOfSize(ModuleFile file)
    {
        var fits = file.SizeBytes >= 0 && file.SizeBytes <= ModuleZip.MaxZipBytes - _bytes;
        _isTooLarge |= !fits;
        _bytes += fits ? file.SizeBytes : 0;
        return file switch
        {
            { Path: ZipPath.GoMod, SizeBytes: > ModuleZip.MaxGoModBytes } => $"go.mod file too large (max size is {ModuleZip.MaxGoModBytes} bytes)",
            { Path: ZipPath.Licence, SizeBytes: > ModuleZip.MaxLicenceBytes } => $"LICENSE file too large (max size is {ModuleZip.MaxLicenceBytes} bytes)",
            _ => null,
        };
    }

    private void Refuse(ModuleFile file, string reason)
    {
        if (_problems.Count < ModuleZip.MaxProblems - 1)
        {
            Note(_problems, file, reason);
        }
    }

    private void Note(List<ZipProblem> list, ModuleFile file, string reason)
    {
        if (_named.Add(file.Path))
        {
            list.Add(new ZipProblem(GoText.Show(Encoding.UTF8.GetBytes(file.Path)), reason));
        }
    }
}
