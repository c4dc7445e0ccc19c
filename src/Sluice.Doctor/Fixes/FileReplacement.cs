using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Doctor.Fixes;

/// <summary>
/// Puts another text into a file by a temporary file beside it and a rename. Mode and owner stay. A file that is a mount point of its own (in containers
/// <c>/etc/hosts</c> and <c>/etc/resolv.conf</c> are) cannot be renamed over, and in some folders no file may be made: it is written in place then.
/// </summary>
internal sealed class FileReplacement(FixPrograms programs)
{
    /// <summary>Replaces the text.</summary>
    /// <param name="path">The file itself, no link.</param>
    /// <param name="expected">What must stand in it; null when it must not be there.</param>
    /// <param name="text">What is to stand in it; null to remove it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FixException">The file is another one by now, or cannot be written.</exception>
    public async Task ReplaceAsync(string path, string? expected, string? text, CancellationToken cancellationToken)
    {
        try
        {
            Check(path, expected);
            if (text is null)
            {
                File.Delete(path);
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var bytes = TextFile.Encode(text);
            if (File.Exists(path) && !FileAccessCheck.CanMakeFilesIn(Path.GetDirectoryName(path)!))
            {
                WriteInPlace(path, bytes);
                return;
            }

            var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.sluice-{Guid.NewGuid():N}");
            try
            {
                await WriteAsync(temporary, path, bytes, cancellationToken);
                await KeepOwnerAsync(temporary, path, cancellationToken);
                Check(path, expected);
                Move(temporary, path, bytes);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            throw new FixException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>A file's text; null when it is not there.</summary>
    /// <exception cref="FixException">It is a link, cannot be read, or is no text.</exception>
    public static string? Read(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
        {
            throw new FixException($"{path} has become a link");
        }

        if (!info.Exists)
        {
            return null;
        }

        return HostFiles.ReadBytes(path) is { } bytes && TextFile.TryDecode(bytes, out var text) ? text : throw new FixException($"{path} cannot be read");
    }

    private static void Check(string path, string? expected)
    {
        if (Read(path) != expected)
        {
            throw new FixException($"{path} was changed by somebody else meanwhile");
        }
    }

    private static async Task WriteAsync(string temporary, string original, byte[] bytes, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && File.Exists(original))
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(temporary, options);
        await file.WriteAsync(bytes, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Gives the new file owner, group and mode of the old one.</summary>
    private async Task KeepOwnerAsync(string temporary, string original, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(original))
        {
            return;
        }

        var format = OperatingSystem.IsMacOS() ? "-f" : "-c";
        var owners = await programs.ReadAsync(["stat", format, "%u:%g", original, temporary], cancellationToken) is { } output ? HostFiles.SplitLines(output) : [];
        if (owners.Length == 2 && owners[0] != owners[1]
            && await programs.RunAsync(["chown", owners[0], temporary], cancellationToken) is not { Outcome: CommandOutcome.Ended, ExitCode: 0 })
        {
            throw new FixException($"{original} belongs to another account ({owners[0]})");
        }

        // After the owner: chown takes bits away.
        File.SetUnixFileMode(temporary, File.GetUnixFileMode(original));
    }

    private static void Move(string temporary, string path, byte[] bytes)
    {
        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException) when (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            WriteInPlace(path, bytes);
        }
    }

    private static void WriteInPlace(string path, byte[] bytes)
    {
        using var file = new FileStream(path, System.IO.FileMode.Open, FileAccess.Write, FileShare.Read);
        file.Write(bytes);
        file.SetLength(bytes.Length);
        file.Flush(flushToDisk: true);
    }
}
