using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>A real <c>sluice</c> command of the same build, run to its end.</summary>
internal static class SluiceCommand
{
    /// <summary>Runs it in a directory, with nothing of the surroundings.</summary>
    public static async Task<CommandResult> RunAsync(string directory, params string[] arguments)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Sluice.Cli", own.Name, "sluice.dll");
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, [program, .. arguments]) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["HOME"] = directory;
        start.Environment["PATH"] = "/usr/bin:/bin";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await Task.WhenAll(process.WaitForExitAsync(TestContext.Current.CancellationToken), output, errors).OrFail();
        }
        catch
        {
            process.Kill();
            throw;
        }

        return new CommandResult(process.ExitCode, await output, await errors);
    }
}
