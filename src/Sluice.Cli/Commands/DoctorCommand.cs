using System.CommandLine;
using Sluice.Cli.Diagnosing;
using Sluice.Cli.Invocation;
using Sluice.Cli.Wiring;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice doctor</c>.</summary>
internal static class DoctorCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("doctor", "Find out why a Go module download fails or is slow")
        {
            Details = "Reads the settings that hold here, tries everything that the go command would need for the modules, and names the root cause, what it rests on, who must act "
                + "and what helps. Without a module it asks for rsc.io/quote@v1.5.2; a proxy that has only modules of its own may answer not found to that. "
                + "Nothing is changed without --fix. Exits 0 when nothing is wrong, 3 with problems, 4 with warnings only.",
            Examples =
            [
                new("Is this machine set up well?", "sluice doctor"),
                new("Why can't I get this module?", "sluice doctor golang.org/x/text@v0.14.0"),
                new("A page to send to the network team", "sluice doctor --format html --output report.html"),
                new("Fix it, after a question for each step", "sluice doctor --fix"),
                new("Judge what somebody else collected", "sluice doctor --from sluice-doctor.zip"),
            ],
        };
        var flags = DoctorFlags.AddTo(command, context);
        var format = CommandOptions.Word("--format", "How the result is printed", ("text", ReportFormat.Text), ("json", ReportFormat.Json), ("markdown", ReportFormat.Markdown), ("html", ReportFormat.Html));
        var from = new Option<string>("--from") { HelpName = "FILE", Description = "Judge the evidence in a file of `sluice doctor bundle` instead of collecting any" };
        var output = new Option<string>("--output", "-o") { HelpName = "FILE", Description = "Write the result to a file" };
        command.Add(format);
        command.Add(from);
        command.Add(output);
        var fixes = FixFlags.AddTo(command);
        command.Add(DoctorExplainCommand.Create(context));
        command.Add(DoctorBundleCommand.Create(context));
        foreach (var side in DoctorSideCommands.Create(context))
        {
            command.Add(side);
        }

        command.SetAction(async (parse, cancellationToken) =>
        {
            if (flags.Read(context, parse) is not { } request || KnowledgeFolder.Load(context, flags.Knowledge(parse)) is not { } knowledge)
            {
                return ExitCodes.Usage;
            }

            if (!fixes.TryRead(context, parse, hasEvidence: parse.GetValue(from) is not null, out var mode))
            {
                return ExitCodes.Usage;
            }

            var run = new DoctorRun(context, knowledge, request);
            return mode is { } chosen
                ? await new DoctorFixing(context, knowledge, request, chosen).RunAsync(run, parse.GetValue(output), parse.GetValue(format), cancellationToken)
                : await run.RunAsync(parse.GetValue(from), parse.GetValue(output), parse.GetValue(format), cancellationToken);
        });
        return command;
    }
}
