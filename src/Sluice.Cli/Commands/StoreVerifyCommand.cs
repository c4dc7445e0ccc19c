using System.CommandLine;
using Sluice.Api;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice store verify</c>.</summary>
internal static class StoreVerifyCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("verify", "Check every file of the store against its hash, its rules and the checksum databases")
        {
            Details = "Reads everything. Hashes that are missing are recorded; nothing else is changed, and nothing is deleted, unless --heal is given. A running gateway is not disturbed.",
            Examples =
            [
                new("Check the store of the configuration in this directory", "sluice store verify"),
                new("Check another one, without asking any database", "sluice store verify --data /var/lib/sluice --sumdb off"),
                new("Replace what is bad by what its source has", "sluice store verify --heal"),
            ],
        };
        var heal = new Option<bool>("--heal") { Description = "Put bad files into quarantine and fetch them anew" };
        command.Add(heal);
        var format = CommandOptions.Format();
        command.Add(format);
        var flags = SettingFlags.AddTo(command, "data", "upstreams", "sumdb", "private");
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (SettingsGate.Load(context, flags, parse) is not { } settings || !StoreDirectory.Exists(context, settings.DataDirectory))
            {
                return ExitCodes.Usage;
            }

            var report = await WorkDisplay.RunAsync(
                context, "verify", display => context.Tools.VerifyStoreAsync(settings, parse.GetValue(heal), context, display, cancellationToken));
            if (parse.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.StoreVerifyReport);
            }
            else
            {
                StoreOutput.Write(context.Out, context.OutInk, report);
            }

            return report.ProblemCount > report.Healed ? ExitCodes.Problems : ExitCodes.Fine;
        });
        return command;
    }
}
