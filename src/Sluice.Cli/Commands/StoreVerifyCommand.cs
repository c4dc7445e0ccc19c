using Sluice.Api;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice store verify</c>.</summary>
internal static class StoreVerifyCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("verify", "Check every file of the store against its hash and its rules")
        {
            Details = "Reads everything. Hashes that are missing are recorded; nothing else is changed, and nothing is deleted. A running gateway is not disturbed.",
            Examples = [new("Check the store of the configuration in this directory", "sluice store verify"), new("Check another one", "sluice store verify --data /var/lib/sluice")],
        };
        var format = CommandOptions.Format();
        command.Add(format);
        var flags = SettingFlags.AddTo(command, "data");
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (SettingsGate.Load(context, flags, parse) is not { } settings || !StoreDirectory.Exists(context, settings.DataDirectory))
            {
                return ExitCodes.Usage;
            }

            var report = await WorkDisplay.RunAsync(
                context, "verify", display => context.Tools.VerifyStoreAsync(settings.DataDirectory, context, display, cancellationToken));
            if (parse.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.StoreVerifyReport);
            }
            else
            {
                StoreOutput.Write(context.Out, context.OutInk, report);
            }

            return report.ProblemCount > 0 ? ExitCodes.Problems : ExitCodes.Fine;
        });
        return command;
    }
}
