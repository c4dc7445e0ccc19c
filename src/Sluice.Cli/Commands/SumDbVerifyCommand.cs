using System.CommandLine;
using Sluice.Api;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice sumdb verify</c>.</summary>
internal static class SumDbVerifyCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("verify", "Check everything in your checksum database")
        {
            Details = "Every record against its hash, every tile against the one above it, all of it against the signed head; the index; and that no version has two records. "
                + "Needs no secret. A running gateway is not disturbed. An index that is missing is made anew; nothing else is changed.",
            Examples = [new("That of the configuration in this directory", "sluice sumdb verify"), new("Another one", "sluice sumdb verify sum.corp.example --data /var/lib/sluice")],
        };
        var name = new Argument<string?>("NAME") { Description = "Which one, when there are several", Arity = ArgumentArity.ZeroOrOne };
        var format = CommandOptions.Format();
        command.Add(name);
        command.Add(format);
        var flags = SettingFlags.AddTo(command, "data");
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (SettingsGate.Load(context, flags, parse) is not { } settings || SumDbName.Find(context, "sluice sumdb verify", settings, parse.GetValue(name)) is not { } found)
            {
                return ExitCodes.Usage;
            }

            var report = await WorkDisplay.RunAsync(
                context, "verify", display => context.Tools.SumDb.VerifyAsync(settings.DataDirectory, found, context, display, cancellationToken));
            if (parse.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.SumDbVerifyReport);
            }
            else
            {
                SumDbOutput.Write(context.Out, context.OutInk, report);
            }

            return report.ProblemCount > 0 ? ExitCodes.Problems : ExitCodes.Fine;
        });
        return command;
    }
}
