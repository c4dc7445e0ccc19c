using System.Text;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Git;

/// <summary>What runs on this machine, as everybody can see it.</summary>
internal static class RunningPrograms
{
    /// <summary>The command lines of all processes; the test is skipped where there is no /proc.</summary>
    public static IReadOnlyList<string> CommandLines()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw Requirement.Missing("/proc is Linux's");
        }

        return [.. Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(Read)];
    }

    /// <summary>Waits until no command line holds a text.</summary>
    public static async Task WaitUntilGoneAsync(string text, CancellationToken token)
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, token);
        while (CommandLines().Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(10, either.Token);
        }
    }

    private static string Read(string folder)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Join(folder, "cmdline"))).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
