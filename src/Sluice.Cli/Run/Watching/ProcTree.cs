using System.Globalization;

namespace Sluice.Cli.Run.Watching;

/// <summary>The processes below another one, read from /proc. Empty where there is no /proc; a process that ends meanwhile is left out.</summary>
internal static class ProcTree
{
    private const int MaxProcesses = 5000;

    /// <summary>All below a process, without itself, in order of their ids.</summary>
    public static IReadOnlyList<ProcEntry> Of(int root)
    {
        var result = new List<ProcEntry>();
        var open = new Stack<int>([root]);
        while (open.TryPop(out var parent) && result.Count < MaxProcesses)
        {
            foreach (var id in ChildrenOf(parent))
            {
                if (Read(id) is { } child)
                {
                    result.Add(child);
                    open.Push(id);
                }
            }
        }

        return [.. result.OrderBy(entry => entry.Id)];
    }

    /// <summary>proc(5), children: each thread knows those that it started. Cheaper by far than looking at every process of the machine.</summary>
    private static IEnumerable<int> ChildrenOf(int id)
    {
        var children = new List<int>();
        try
        {
            foreach (var thread in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/task")))
            {
                var text = File.ReadAllText(Path.Combine(thread, "children"));
                children.AddRange(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => int.Parse(word, CultureInfo.InvariantCulture)));
            }
        }
        catch (Exception exception) when (IsGone(exception))
        {
            // It ended meanwhile; what was found counts.
        }

        return children;
    }

    /// <summary>One process; null when it is gone.</summary>
    public static ProcEntry? Read(int id)
    {
        try
        {
            // proc(5): the name stands in parentheses and may hold some itself; state and parent follow, utime and stime are fields 14 and 15.
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var close = text.LastIndexOf(')');
            var fields = text[(close + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return new ProcEntry(id, int.Parse(fields[1], CultureInfo.InvariantCulture), text[(text.IndexOf('(') + 1)..close], fields[0][0], ticks);
        }
        catch (Exception exception) when (IsGone(exception) || exception is FormatException or ArgumentException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The words of a process's command line; empty when it is gone.</summary>
    public static IReadOnlyList<string> WordsOf(int id)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cmdline")).TrimEnd('\0').Split('\0');
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return [];
        }
    }

    /// <summary>Where the open files of a process lead: paths, <c>socket:[inode]</c>.</summary>
    public static IReadOnlyList<string> FilesOf(int id)
    {
        try
        {
            return [.. new DirectoryInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/fd")).EnumerateFileSystemInfos().Select(LinkOf).OfType<string>()];
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return [];
        }
    }

    /// <summary>A process ended, or belongs to somebody else.</summary>
    public static bool IsGone(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static string? LinkOf(FileSystemInfo info)
    {
        try
        {
            return info.LinkTarget;
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return null;
        }
    }
}

/// <summary>A process.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Parent">Its parent's.</param>
/// <param name="Name">Its name, at most 15 characters.</param>
/// <param name="State">proc(5): <c>R</c>, <c>S</c>, <c>D</c> for waiting on a disk, <c>Z</c> for ended.</param>
/// <param name="Ticks">Processor time used, in hundredths of a second.</param>
internal sealed record ProcEntry(int Id, int Parent, string Name, char State, long Ticks);
