using System.Diagnostics;
using System.Globalization;

namespace Sluice.Store.Tests;

/// <summary>A file system in memory with a fixed size, mounted for one test. Needs root: without it the test is skipped, in CI it fails.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly Scratch _scratch = new();

    private SmallDisk()
    {
    }

    public string Directory => _scratch.Directory;

    public static SmallDisk Mount(int sizeBytes)
    {
        var disk = new SmallDisk();
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={sizeBytes}"), "sluice-test", disk.Directory))
        {
            return disk;
        }

        disk._scratch.Dispose();
#pragma warning disable RS0030 // The one place of this project that asks whether it runs in CI.
        if (Environment.GetEnvironmentVariable("CI") == "true")
#pragma warning restore RS0030
        {
            Assert.Fail("a file system cannot be mounted here, and in CI it must");
        }

        Assert.Skip("mounting a file system needs root on Linux");
        return disk;
    }

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Directory));

    public void MakeWritable() => Assert.True(Run("mount", "-o", "remount,rw", Directory));

    public void Dispose()
    {
        Assert.True(Run("umount", Directory));
        _scratch.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        Assert.NotNull(process);
        process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)));
        return process.ExitCode == 0;
    }
}
