using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Doctor.Fixes;

/// <summary>Runs programs for fixes.</summary>
/// <param name="arguments">The program and its arguments.</param>
/// <param name="cancellationToken">Ends it.</param>
internal delegate Task<CommandRun> ProgramRunner(IReadOnlyList<string> arguments, CancellationToken cancellationToken);

/// <summary>Programs of the systems that fixes call, and how to read what they say.</summary>
internal sealed class FixPrograms(DoctorHost host, ProgramRunner? runner = null)
{
    /// <summary>A module download can take its time.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ProgramRunner _run = runner ?? ((arguments, cancellationToken) => new CommandRunner(host.Time).RunAsync(
        new CommandRequest(arguments[0], [.. arguments.Skip(1)], host.Environment) { Limit = Limit, WorkingDirectory = host.WorkingDirectory }, cancellationToken));

    /// <summary>Runs a program.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<CommandRun> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) => _run(arguments, cancellationToken);

    /// <summary>What a program printed; null when it failed.</summary>
    public async Task<string?> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        await _run(arguments, cancellationToken) is { Outcome: CommandOutcome.Ended, ExitCode: 0 } run ? run.Output : null;

    /// <summary>A variable of the Windows account; null when it is not set.</summary>
    public async Task<string?> ReadUserVariableAsync(string name, CancellationToken cancellationToken) =>
        await ReadAsync(["reg", "query", @"HKCU\Environment", "/v", name], cancellationToken) is { } output ? ParseRegistryValue(output, name) : null;

    /// <summary>
    /// The line that sets a variable of the Windows account: PowerShell, since <c>setx</c> cuts at 1,024 characters and <c>reg add</c> tells nobody.
    /// </summary>
    public static IReadOnlyList<string> SetUserVariable(string name, string? value)
    {
        var text = value is null ? "$null" : Findings.FixCommands.QuoteAlways(value, Findings.Shell.PowerShell);
        return ["powershell", "-NoProfile", "-NonInteractive", "-Command", $"[Environment]::SetEnvironmentVariable('{name}', {text}, 'User')"];
    }

    /// <summary>Reads <c>    GOPROXY    REG_SZ    https://…</c>.</summary>
    public static string? ParseRegistryValue(string output, string name)
    {
        foreach (var line in HostFiles.SplitLines(output))
        {
            var words = line.Trim().Split("    ", 3);
            if (words.Length >= 2 && words[0].Equals(name, StringComparison.OrdinalIgnoreCase) && words[1].StartsWith("REG_", StringComparison.Ordinal))
            {
                return words.Length == 3 ? words[2] : "";
            }
        }

        return null;
    }
}
