using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Sluice.Store.Blobs;

/// <summary>
/// The directory <c>.tmp</c>: files on their way into the store, named <c>PID-COUNTER</c> in decimal, locked while they are written.
/// No module path can begin with a dot, so the name collides with none.
/// </summary>
internal sealed class TemporaryFiles
{
    public const string DirectoryName = ".tmp";

    private const int MaxNameAttempts = 16;

    // One counter and one register a process: two stores in one process may share a directory.
    private static readonly ConcurrentDictionary<string, byte> Live = new(StringComparer.Ordinal);
    private static long Counter;

    private readonly string _root;
    private readonly string _directory;

    public TemporaryFiles(string root)
    {
        _root = root;
        _directory = Path.Combine(root, DirectoryName);
    }

    /// <summary>Creates an empty file, opened for reading and writing, that nobody else can open.</summary>
    /// <exception cref="IOException">No room, or no directory.</exception>
    /// <exception cref="UnauthorizedAccessException">No right.</exception>
    public TemporaryFile Create()
    {
        for (var attempt = 1; ; attempt++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref Counter)}");
            var path = Path.Combine(_directory, name);
            Live.TryAdd(name, 0);
            try
            {
                var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                return new TemporaryFile(path, handle, () => Live.TryRemove(name, out _));
            }
            catch (Exception exception) when (DiskFaults.IsExpected(exception))
            {
                Live.TryRemove(name, out _);
                if (attempt == MaxNameAttempts || !MayTryAgain(exception, path))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>
    /// Deletes what processes left that ended without cleaning up. In order: (1) only regular files directly in <c>.tmp</c>, never through
    /// a symbolic link; (2) only names of ours; (3) not those of a running process; (4) not those that somebody holds locked, which is
    /// how a process of another container shows that it lives; else the file goes.
    /// </summary>
    /// <returns>The number of files deleted.</returns>
    public int DeleteLeftovers()
    {
        var directory = new DirectoryInfo(_directory);
        if (!directory.Exists || directory.LinkTarget is not null)
        {
            return 0;
        }

        var deleted = 0;
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Directory };
        foreach (var file in directory.EnumerateFiles("*", options))
        {
            deleted += IsLeftover(file.Name) && TryDelete(file.FullName) ? 1 : 0;
        }

        return deleted;
    }

    private bool MayTryAgain(Exception exception, string path)
    {
        // When somebody makes the directory just now, the runtime says that the file was not found.
        if (DiskFaults.IsAbsence(exception) && Directory.Exists(_root))
        {
            // Someone tidied up. The data directory itself is not recreated: it may be a mount that is missing.
            Directory.CreateDirectory(_directory);
            return true;
        }

        return exception is IOException && File.Exists(path);
    }

    private static bool IsLeftover(string name)
    {
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0
            || !int.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            || !long.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        // In a container every incarnation may have the same id: then the register decides.
        return processId == Environment.ProcessId ? !Live.ContainsKey(name) : !IsRunning(processId);
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return true;
        }
    }

    private static bool TryDelete(string path)
    {
        try
        {
            using (File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            File.Delete(path);
            return true;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            return false;
        }
    }
}
