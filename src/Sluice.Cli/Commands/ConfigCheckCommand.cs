using Sluice.Api;
using Sluice.Api.Configuration;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice config check</c>.</summary>
internal static class ConfigCheckCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("check", "Print every mistake in the configuration")
        {
            Details = "Reads file, environment and flags as `sluice serve` would. Exits 0 when all is well, 2 with errors, 4 with warnings only.",
            Examples = [new("Before a restart", "sluice config check --config /etc/sluice/sluice.yaml")],
        };
        var format = CommandOptions.Format();
        command.Add(format);
        var flags = SettingFlags.AddTo(command);
        command.SetAction(parse => Run(context, flags.Load(context, parse), parse.GetValue(format)));
        return command;
    }

    /// <summary>The exit code for a configuration.</summary>
    public static int ExitCode(ConfigurationResult result) =>
        result.Settings is null ? ExitCodes.Usage : result.Problems.Count > 0 ? ExitCodes.Warnings : ExitCodes.Fine;

    private static int Run(CliContext context, ConfigurationResult result, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            var report = new ConfigurationCheckReport(result.File, [.. result.Problems.Select(ProblemPrinter.ToWire)]);
            JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.ConfigurationCheckReport);
            return ExitCode(result);
        }

        ProblemPrinter.Print(context.Out, context.OutInk, result.Problems);
        var subject = result.File ?? "no configuration file";
        context.Out.WriteLine(result.Problems.Count == 0 ? $"{subject}: all is well" : $"{subject}: {ProblemPrinter.Summarise(result.Problems)}");
        return ExitCode(result);
    }
}
