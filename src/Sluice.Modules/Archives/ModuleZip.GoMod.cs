using System.Text;
using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Archives;

public static partial class ModuleZip
{
    /// <summary>
    /// The go.mod that belongs to a module zip, as a proxy serves it beside it: the file in the zip's root, or for a zip without one the text that the go command
    /// makes up. Null when the zip is none, or its go.mod cannot be read or has more than <see cref="MaxGoModBytes"/>.
    /// </summary>
    /// <param name="zip">Readable and seekable; its position is moved. The caller disposes it.</param>
    /// <param name="path">The module.</param>
    /// <param name="version">Its version.</param>
    /// <exception cref="IOException">The stream fails.</exception>
    public static byte[]? ReadGoMod(Stream zip, ModulePath path, ModuleVersion version)
    {
        var source = ZipSource.Of(zip);
        using var window = new ZipWindow(source);
        var directory = new ZipDirectory(window);
        var wanted = Encoding.UTF8.GetBytes(Prefix(path, version) + "go.mod");
        if (!directory.TryOpen())
        {
            return null;
        }

        while (directory.TryReadNext(out var entry))
        {
            if (entry.Name.SequenceEqual(wanted))
            {
                return ReadAll(source, entry);
            }
        }

        return directory.Error is null ? GoModFile.Synthesise(path) : null;
    }

    /// <summary>By a window of its own: the entry's name lies in the directory's.</summary>
    private static byte[]? ReadAll(ZipSource source, in ZipEntry entry)
    {
        using var window = new ZipWindow(source);
        using var content = new ZipContent(window);
        using var whole = new MemoryStream();
        var error = content.Read(entry, piece =>
        {
            whole.Write(piece);
            return whole.Length <= MaxGoModBytes;
        });
        return error is null ? whole.ToArray() : null;
    }
}
