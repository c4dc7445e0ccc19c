using System.Globalization;
using System.Text;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes;

/// <summary>Reads small files as values: nothing about a file makes these methods throw.</summary>
internal static class HostFiles
{
    /// <summary>Most bytes of a configuration file that are read: 4 MiB; block lists in hosts files reach 3.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Longest line kept in a <see cref="FileFault"/>, in characters.</summary>
    private const int MaxFaultText = 200;

    /// <summary>What the file system shows of a file or folder.</summary>
    public static FileFact Look(string path)
    {
        try
        {
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return info.Exists
                ? new FileFact(path, true, CanRead(info) ? Tri.Yes : Tri.No, ModeOf(info), info.LinkTarget)
                : new FileFact(path, false, Tri.NotChecked);
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            return new FileFact(path, true, Tri.No);
        }
    }

    /// <summary>A file's content; null when it is not there or cannot be read. At most <see cref="MaxBytes"/>.</summary>
    public static byte[]? ReadBytes(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (content.Length < MaxBytes && file.Read(buffer, 0, (int)Math.Min(buffer.Length, MaxBytes - content.Length)) is > 0 and var read)
            {
                content.Write(buffer, 0, read);
            }

            return content.ToArray();
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            return null;
        }
    }

    /// <summary>A file's text, its byte order mark dropped; null when it is not there or cannot be read.</summary>
    public static string? ReadText(string path) => ReadBytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF') : null;

    /// <summary>A file's lines without their ends; empty when it is not there or cannot be read.</summary>
    public static string[] ReadLines(string path) => ReadText(path) is { } text ? SplitLines(text) : [];

    /// <summary>Lines without their ends, LF or CRLF; the piece behind the last end only if it is not empty.</summary>
    public static string[] SplitLines(string text)
    {
        var lines = text.Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        return [.. lines.Take(count).Select(line => line.TrimEnd('\r'))];
    }

    /// <summary>A fault of a line, which is cut.</summary>
    public static FileFault Fault(string file, int line, string text, string problem) =>
        new(file, line, text.Length > MaxFaultText ? text[..MaxFaultText] : text, problem);

    /// <summary>Permission bits, <c>0644</c>; null on Windows.</summary>
    public static string? ModeOf(FileSystemInfo info) =>
        OperatingSystem.IsWindows() ? null : "0" + Convert.ToString((int)info.UnixFileMode, 8).PadLeft(3, '0').ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether this account may write a file that is there. Nothing is written.</summary>
    public static Tri IsWritable(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return Tri.Yes;
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            return exception is FileNotFoundException or DirectoryNotFoundException ? Tri.NotChecked : Tri.No;
        }
    }

    /// <summary>A path with the links of all its parts resolved; as it was where that fails.</summary>
    public static string Resolve(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            var resolved = Path.GetPathRoot(full)!;
            foreach (var part in full[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                var next = Path.Combine(resolved, part);
                FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
                resolved = info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Resolve(target.FullName) : next;
            }

            return resolved;
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            return path;
        }
    }

    /// <summary>What the file system throws for reasons of its own.</summary>
    public static bool IsTrouble(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException or ArgumentException;

    private static bool CanRead(FileSystemInfo info)
    {
        try
        {
            if (info is DirectoryInfo directory)
            {
                using var any = directory.EnumerateFileSystemInfos().GetEnumerator();
                any.MoveNext();
                return true;
            }

            using var handle = File.OpenHandle(info.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            return false;
        }
    }
}
