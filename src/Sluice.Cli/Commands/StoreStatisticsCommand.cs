using Sluice.Api;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice store stats</c>.</summary>
internal static class StoreStatisticsCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("stats", "Count and measure what the store keeps")
        {
            Examples = [new("The store of the configuration in this directory", "sluice store stats"), new("For a script", "sluice store stats --format json")],
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
                context, "measure", display => context.Tools.MeasureStoreAsync(settings.DataDirectory, context, display, cancellationToken));
            if (parse.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.StoreStatisticsReport);
            }
            else
            {
                StoreOutput.Write(context.Out, context.OutInk, report);
            }

            return ExitCodes.Fine;
        });
        return command;
    }
}
