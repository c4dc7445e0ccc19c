using System.CommandLine;
using Sluice.Api;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice store origins</c>.</summary>
internal static class StoreOriginsCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("origins", "Show which commits versions were made from, and which tags moved or went since")
        {
            Details = "Of the versions that were fetched straight from their repositories. A tag that moved, or a repository that is gone, is noticed when the module's list is asked for again; what is kept of the version is still served.",
            Examples = [new("What moved or went", "sluice store origins"), new("Everything, for a script", "sluice store origins --all --format json")],
        };
        var all = new Option<bool>("--all") { Description = "Those that are as they were, too" };
        var format = CommandOptions.Format();
        command.Add(all);
        command.Add(format);
        var flags = SettingFlags.AddTo(command, "data");
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (SettingsGate.Load(context, flags, parse) is not { } settings || !StoreDirectory.Exists(context, settings.DataDirectory))
            {
                return ExitCodes.Usage;
            }

            var report = await context.Tools.ReadOriginsAsync(settings.DataDirectory, cancellationToken);
            var total = report.Origins.Count;
            if (!parse.GetValue(all))
            {
                report = report with { Origins = [.. report.Origins.Where(origin => origin.State != "present")] };
            }

            if (parse.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.StoreOriginsReport);
            }
            else
            {
                OriginsOutput.Write(context.Out, context.OutInk, report, total);
            }

            return report.Origins.Any(origin => origin.State != "present") ? ExitCodes.Warnings : ExitCodes.Fine;
        });
        return command;
    }
}
