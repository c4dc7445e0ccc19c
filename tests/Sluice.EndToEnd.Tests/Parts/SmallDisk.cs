using System.Diagnostics;
using System.Globalization;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>A file system in memory with a fixed size, mounted for one test. Needs root: without it the test is skipped, and fails in CI.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory _mountPoint = new();

    private SmallDisk()
    {
    }

    /// <summary>Where it is mounted.</summary>
    public string FullName => _mountPoint.FullName;

    public static SmallDisk Mount(int sizeBytes)
    {
        var disk = new SmallDisk();
        var size = string.Create(CultureInfo.InvariantCulture, $"size={sizeBytes}");
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", size, "sluice-test", disk.FullName))
        {
            return disk;
        }

        disk._mountPoint.Dispose();
        throw Requirement.Missing("mounting a file system needs root on Linux");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Assert.True(Run("umount", FullName), $"{FullName} is still in use");
        _mountPoint.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(Patience.Long), $"{program} is stuck");
        return process.ExitCode == 0;
    }
}
