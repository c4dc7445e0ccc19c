using System.CommandLine;
using Sluice.Api;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Cli.Wiring;
using Sluice.Modules.Paths;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice sumdb show</c>.</summary>
internal static class SumDbShowCommand
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 100_000;

    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("show", "Show the records of your checksum database, its size, and when its head was signed")
        {
            Details = "In the order in which they were recorded. A page ends with the number to go on with.",
            Examples =
            [
                new("The first page", "sluice sumdb show"),
                new("The versions of one module", "sluice sumdb show --module git.corp.example/team/lib"),
            ],
        };
        var name = new Argument<string?>("NAME") { Description = "Which one, when there are several", Arity = ArgumentArity.ZeroOrOne };
        var from = CommandOptions.Integer("--from", "N", 0, 0, int.MaxValue, "The record to begin with");
        var limit = CommandOptions.Integer("--limit", "N", DefaultLimit, 1, MaxLimit, "Most records");
        var module = new Option<string>("--module") { HelpName = "PATTERN", Description = "Only these modules, in the syntax of GOPRIVATE" };
        var format = CommandOptions.Format();
        command.Add(name);
        command.Add(from);
        command.Add(limit);
        command.Add(module);
        command.Add(format);
        var flags = SettingFlags.AddTo(command, "data");
        command.SetAction(async (parse, cancellationToken) =>
        {
            PathPatterns? patterns = null;
            if (parse.GetValue(module) is { } text && !PathPatterns.TryParse(text, out patterns, out var error))
            {
                context.Complain($"sluice sumdb show: --module: {error}", "write module path globs with commas between: *.corp.example");
                return ExitCodes.Usage;
            }

            if (SettingsGate.Load(context, flags, parse) is not { } settings || SumDbName.Find(context, "sluice sumdb show", settings, parse.GetValue(name)) is not { } found)
            {
                return ExitCodes.Usage;
            }

            var request = new SumDbShowRequest(settings.DataDirectory, found, parse.GetValue(from), parse.GetValue(limit), patterns);
            var report = await context.Tools.SumDb.Show(request, context, cancellationToken);
            if (parse.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.SumDbShowReport);
            }
            else
            {
                SumDbOutput.Write(context.Out, context.OutInk, report);
            }

            return ExitCodes.Fine;
        });
        return command;
    }
}
