using System.Globalization;

namespace Sluice.Cli.Run.Watching;

/// <summary>Who waits for whose file lock, from /proc/locks (proc(5)). Empty where there is none.</summary>
internal static class LockTable
{
    private const int MaxLines = 20_000;

    /// <summary>The locks that one of the processes waits for.</summary>
    public static IReadOnlyList<LockWait> WaitsOf(IReadOnlySet<int> processes)
    {
        var waits = new List<LockWait>();
        var holders = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in ReadLines())
        {
            // "5: FLOCK  ADVISORY  WRITE 28126 fe:00:11660625 0 EOF"; who waits stands behind "->" below it.
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var isWaiting = fields.Length > 6 && fields[1] == "->";
            var shift = isWaiting ? 1 : 0;
            if (fields.Length < 6 + shift || !int.TryParse(fields[4 + shift], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id))
            {
                continue;
            }

            if (!isWaiting)
            {
                holders[fields[0]] = id;
            }
            else if (processes.Contains(id))
            {
                waits.Add(Describe(id, fields[5 + shift], holders.GetValueOrDefault(fields[0])));
            }
        }

        return waits;
    }

    private static LockWait Describe(int waiting, string file, int holder)
    {
        var inode = file[(file.LastIndexOf(':') + 1)..];
        var path = PathOf(waiting, inode) ?? PathOf(holder, inode);
        return new LockWait(waiting, path ?? $"inode {file}", holder, ProcTree.WordsOf(holder));
    }

    private static string? PathOf(int id, string inode)
    {
        try
        {
            var folder = new DirectoryInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/fdinfo"));
            foreach (var info in folder.EnumerateFiles())
            {
                if (File.ReadLines(info.FullName).Any(line => line.StartsWith("ino:", StringComparison.Ordinal) && line[4..].Trim() == inode))
                {
                    return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/fd/{info.Name}")).LinkTarget;
                }
            }
        }
        catch (Exception exception) when (ProcTree.IsGone(exception))
        {
            // It ended, or belongs to somebody else: the inode has to do.
        }

        return null;
    }

    private static IEnumerable<string> ReadLines()
    {
        try
        {
            return [.. File.ReadLines("/proc/locks").Take(MaxLines)];
        }
        catch (Exception exception) when (ProcTree.IsGone(exception))
        {
            return [];
        }
    }
}

/// <summary>A process that waits for a lock.</summary>
/// <param name="Waiting">Its id.</param>
/// <param name="File">The file, or its inode.</param>
/// <param name="Holder">Who has the lock; 0 when not known.</param>
/// <param name="HolderWords">The holder's command line; empty when not known.</param>
internal sealed record LockWait(int Waiting, string File, int Holder, IReadOnlyList<string> HolderWords);
