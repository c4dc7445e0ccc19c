using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Archives;

/// <summary>One check of one zip; see <see cref="ModuleZip.Check"/> for the rules.</summary>
internal sealed class ZipChecker(ModulePath path, ModuleVersion version)
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(ModuleZip.Prefix(path, version));
    private readonly List<ZipProblem> _problems = [];
    private readonly PathCollisions _collisions = new(ModuleZip.MaxPaths);
    private readonly ZipExtents _extents = new();
    private bool _isTooLarge;
    private int _files;
    private long _bytes;

    public ZipCheck Run(ZipWindow window)
    {
        if (ModuleZip.CheckVersion(path, version) is { } mismatch)
        {
            return Refuse(mismatch.Reason);
        }

        if (window.LengthBytes > ModuleZip.MaxZipBytes)
        {
            return Refuse($"module zip file is too large ({window.LengthBytes} bytes; limit is {ModuleZip.MaxZipBytes} bytes)");
        }

        var directory = new ZipDirectory(window);
        if (!directory.TryOpen())
        {
            return RefuseArchive(directory.Error!);
        }

        var count = 0;
        while (count <= ModuleZip.MaxPaths && !_collisions.IsFull && directory.TryReadNext(out var entry))
        {
            count++;
            _extents.Add(entry);
            CheckEntry(entry);
        }

        if (count > ModuleZip.MaxPaths || _collisions.IsFull)
        {
            return Refuse($"more than {ModuleZip.MaxPaths} files and directories");
        }

        if (directory.Error is not null)
        {
            return RefuseArchive(directory.Error);
        }

        return _extents.Overlap() ? RefuseArchive("zip: not a valid zip file: the data of entries overlap") : Conclude();
    }

    private ZipCheck Refuse(string reason) => new() { Problems = [new ZipProblem("", reason)], FileCount = _files, UncompressedBytes = _bytes };

    private ZipCheck RefuseArchive(string reason) => Refuse(reason) with { IsArchive = false };

    private ZipCheck Conclude()
    {
        if (_isTooLarge)
        {
            var reason = $"total uncompressed size of module contents too large (max size is {ModuleZip.MaxZipBytes} bytes)";
            _problems.Insert(0, new ZipProblem("", reason));
        }

        return new ZipCheck { Problems = _problems, FileCount = _files, UncompressedBytes = _bytes };
    }

    private void CheckEntry(in ZipEntry entry)
    {
        if (!entry.Name.StartsWith(_prefix))
        {
            Add(entry, $"path does not have prefix {GoText.Quote(_prefix)}");
            return;
        }

        if (entry is { IsDirectory: true, UncompressedBytes: > 0 })
        {
            Add(entry, "directory entry has content");
            return;
        }

        var name = entry.Name[_prefix.Length..];
        if (name.IsEmpty)
        {
            return;
        }

        var reason = CheckName(entry.IsDirectory ? name[..^1] : name, entry.IsDirectory, out var special) ?? CheckSize(entry, special);
        if (reason is not null)
        {
            Add(entry, reason);
        }
    }

    private string? CheckName(ReadOnlySpan<byte> name, bool isDirectory, out SpecialFile special)
    {
        special = SpecialFile.None;
        var buffer = ArrayPool<char>.Shared.Rent(name.Length + 1);
        try
        {
            var text = buffer.AsSpan(0, Encoding.UTF8.GetChars(name, buffer));
            if (!ZipPath.IsClean(text))
            {
                return "file path is not clean";
            }

            var malformed = Utf8.IsValid(name) ? PathRules.Check(text, PathKind.File) : "invalid UTF-8";
            if (malformed is not null)
            {
                return $"malformed file path {GoText.Quote(name)}: {malformed}";
            }

            return _collisions.TryAdd(text, isDirectory) ?? (isDirectory ? null : CheckSpecial(text, out special));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static string? CheckSpecial(ReadOnlySpan<char> name, out SpecialFile special)
    {
        special = name is ZipPath.Licence ? SpecialFile.Licence : SpecialFile.None;
        var last = ZipPath.Base(name);
        if (!ZipPath.IsGoModInAnyCase(last))
        {
            return null;
        }

        if (last.Length != name.Length)
        {
            return "go.mod file not in module root directory";
        }

        special = SpecialFile.GoMod;
        return name is ZipPath.GoMod ? null : "go.mod files must have lowercase names";
    }

    private string? CheckSize(in ZipEntry entry, SpecialFile special)
    {
        if (entry.IsDirectory)
        {
            return null;
        }

        var fits = entry.UncompressedBytes <= (ulong)(ModuleZip.MaxZipBytes - _bytes);
        _isTooLarge |= !fits;
        _bytes += fits ? (long)entry.UncompressedBytes : 0;
        if (special == SpecialFile.GoMod && entry.UncompressedBytes > (ulong)ModuleZip.MaxGoModBytes)
        {
            return $"go.mod file too large (max size is {ModuleZip.MaxGoModBytes} bytes)";
        }

        if (special == SpecialFile.Licence && entry.UncompressedBytes > (ulong)ModuleZip.MaxLicenceBytes)
        {
            return $"LICENSE file too large (max size is {ModuleZip.MaxLicenceBytes} bytes)";
        }

        _files++;
        return null;
    }

    private void Add(in ZipEntry entry, string reason)
    {
        if (_problems.Count < ModuleZip.MaxProblems - 1)
        {
            _problems.Add(new ZipProblem(GoText.Show(entry.Name), reason));
        }
    }

    private enum SpecialFile
    {
        None,
        GoMod,
        Licence,
    }
}
