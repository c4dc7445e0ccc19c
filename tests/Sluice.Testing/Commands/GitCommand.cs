using System.Diagnostics;
using System.Text;

namespace Sluice.Testing;

/// <summary>
/// The real git in an environment of its own: fixed name, mail and dates, no configuration of the machine's. For making repositories, and for
/// serving them.
/// </summary>
public static class GitCommand
{
    /// <summary>The author's and committer's time where a test says none.</summary>
    public static readonly DateTimeOffset DefaultTime = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The folders where programs are looked for: <c>PATH</c>, and where Debian keeps servers.</summary>
    public static string SearchPath => Environment.GetEnvironmentVariable("PATH") + Path.PathSeparator + "/usr/sbin";

    /// <summary>A program's path, or a skipped test where there is none; with <c>CI=true</c> in the environment a failed one.</summary>
    public static string RequireOrSkip(string program = "git") =>
        SearchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw Requirement.Missing($"{program} is not installed");

    /// <summary>How to start git in a repository; the caller may add to its environment.</summary>
    public static ProcessStartInfo StartInfo(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(RequireOrSkip(), arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        var date = $"{DefaultTime.ToUnixTimeSeconds()} +0200";
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["PATH"] = SearchPath,
            ["LC_ALL"] = "C",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_AUTHOR_NAME"] = "Author",
            ["GIT_AUTHOR_EMAIL"] = "author@example.com",
            ["GIT_AUTHOR_DATE"] = date,
            ["GIT_COMMITTER_NAME"] = "Committer",
            ["GIT_COMMITTER_EMAIL"] = "committer@example.com",
            ["GIT_COMMITTER_DATE"] = date,
        })
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs git, and throws with everything it said when it fails.</summary>
    /// <param name="start">From <see cref="StartInfo"/>.</param>
    /// <param name="input">Its standard input.</param>
    /// <returns>Its standard output.</returns>
    public static byte[] RunOrFail(ProcessStartInfo start, ReadOnlySpan<byte> input = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        using var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.ToArray()
            : throw new InvalidOperationException($"git {string.Join(' ', start.ArgumentList)}\n{errors}");
    }
}
