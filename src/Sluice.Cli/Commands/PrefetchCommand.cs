using System.CommandLine;
using Sluice.Api;
using Sluice.Cli.Fetching;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice prefetch</c>.</summary>
internal static class PrefetchCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("prefetch", "Have all modules of a project in the store")
        {
            Details = "Reads go.sum (which names everything a build needs), go.mod, go.work, or lists with one M@V or M V a line. "
                + "What is stored already is skipped, so a stopped run is resumed by running it again. Zips are compared with the hashes in go.sum.",
            Examples =
            [
                new("Everything that a project needs", "sluice prefetch go.sum"),
                new("What the go command lists, sixteen at once", "go list -m -f '{{if not .Main}}{{.Path}} {{.Version}}{{end}}' all | sluice prefetch --parallel 16 -"),
            ],
        };
        var files = new Argument<string[]>("FILE...")
        {
            Description = "go.sum, go.mod, go.work or a list; - reads a list from standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var parallel = CommandOptions.Integer("--parallel", "N", 8, 1, 256, "Most modules at once");
        var format = CommandOptions.Format();
        command.Add(files);
        command.Add(parallel);
        command.Add(format);
        var flags = SettingFlags.AddTo(command, "data", "upstreams", "sumdb", "private", "zipRules");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var items = await PrefetchInput.ReadAsync(context, parse.GetRequiredValue(files), cancellationToken);
            return items is not null && SettingsGate.Load(context, flags, parse) is { } settings
                ? await RunAsync(context, settings, items, parse.GetValue(parallel), parse.GetValue(format), cancellationToken)
                : ExitCodes.Usage;
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, GatewaySettings settings, IReadOnlyCollection<PrefetchItem> items, int parallel, OutputFormat format, CancellationToken cancellationToken)
    {
        await using var session = await context.Tools.OpenSessionAsync(settings, context, cancellationToken);
        var report = await WorkDisplay.RunAsync(
            context, "prefetch", display => new PrefetchRun(session, context.Time, display).RunAsync(items, parallel, cancellationToken));
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.PrefetchReport);
        }
        else
        {
            PrefetchOutput.Write(context.Out, context.OutInk, report);
        }

        return report.Interrupted ? ExitCodes.Interrupted : report.Failures.Count > 0 ? ExitCodes.Problems : ExitCodes.Fine;
    }
}
