using Sluice.Store.Blobs;
using Sluice.Store.Files;

namespace Sluice.Store.Import;

/// <summary>Looks at files of an import's source.</summary>
internal static class ImportFiles
{
    /// <summary>Whether this is a regular file; a link is reported.</summary>
    public static bool IsFile(TreeDirectory directory, TreeEntry entry, Action<ImportProblem> report)
    {
        if (entry.Kind == TreeEntryKind.Link)
        {
            report(new ImportProblem(directory.NameOf(entry.Name), ImportProblemKind.Link, "a symbolic link, not followed"));
        }

        return entry.Kind == TreeEntryKind.File;
    }

    /// <summary>Reads a small file; null after a report.</summary>
    public static async ValueTask<byte[]?> ReadAsync(
        ImportTree tree, string file, int maxBytes, Action<ImportProblem> report, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = Open(tree, file);
            if (stream.Length > maxBytes)
            {
                report(new ImportProblem(file, ImportProblemKind.TooBig, $"more than {maxBytes} bytes"));
                return null;
            }

            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            report(Unreadable(file, exception));
            return null;
        }
    }

    /// <summary>Opens a file of the source for reading from its beginning to its end.</summary>
    public static FileStream Open(ImportTree tree, string file) =>
        new(Path.Join(tree.Root, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>A report of a file or directory that cannot be read.</summary>
    public static ImportProblem Unreadable(string file, Exception exception) =>
        new(file, ImportProblemKind.Unreadable, DiskFaults.Wrap(exception, "reading").Fault.Detail ?? "");
}
