using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor;
using Sluice.Doctor.Environments;
using Sluice.Doctor.Fixes;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice env undo</c>.</summary>
internal static class EnvUndoCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("undo", "Take back what env use or a fix of the doctor changed")
        {
            Details = "Without an id the last change that still holds. A file that somebody changed since is left alone, and told.",
            Examples = [new("The last change", "sluice env undo"), new("What there is", "sluice env undo --list")],
        };
        var id = new Argument<string?>("ID") { Description = "The change, as --list names it", Arity = ArgumentArity.ZeroOrOne };
        var list = new Option<bool>("--list") { Description = "Show what can be taken back" };
        var format = CommandOptions.Format();
        var language = CommandOptions.Language(context.Variables);
        command.Add(id);
        command.Add(list);
        command.Add(format);
        command.Add(language);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var host = context.OpenHost(context);
            var entries = new UndoJournal(host).List();
            UndoListReport report;
            var isComplete = true;
            if (parse.GetValue(list))
            {
                report = new UndoListReport([.. entries.Select(UndoEntryReport.Of)]);
            }
            else if (parse.GetValue(id) is { } name && !entries.Any(entry => entry.Id == name))
            {
                context.Complain($"sluice env undo: there is no change \"{name}\"", "sluice env undo --list");
                return ExitCodes.Usage;
            }
            else if (entries.FirstOrDefault(entry => parse.GetValue(id) is { } wanted ? entry.Id == wanted : entry.UndoneAt is null) is { } last)
            {
                var undone = await new FixApplier(host).UndoAsync(last, cancellationToken);
                isComplete = undone.IsComplete;
                report = new UndoListReport([UndoEntryReport.Of(undone, context.Time.GetUtcNow())]);
            }
            else
            {
                report = new UndoListReport([]);
            }

            if (parse.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, report, SideJson.Of<UndoListReport>());
            }
            else
            {
                EnvOutput.Write(Page.Of(context, parse.GetValue(language)), report, parse.GetValue(list));
            }

            return isComplete ? ExitCodes.Fine : ExitCodes.Problems;
        });
        return command;
    }
}
