using System.CommandLine;
using Sluice.Api;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Cli.Wiring;
using Sluice.Doctor;
using Sluice.Doctor.Explain;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice doctor explain</c>.</summary>
internal static class DoctorExplainCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("explain", "Say what the output of a go command means")
        {
            Details = "Reads the output of go get, mod, build, list, install and vet, in whatever it is wrapped (Docker, make, CI systems, PowerShell, JSON logs), or the log of "
                + "a module proxy, and names the root cause, who must act, and what helps. Asks no network. "
                + "Red lines of a run that went well are no problem. Exits 0 when there is none, 3 with problems, 4 with warnings only.",
            Examples =
            [
                new("What does this build log mean?", "sluice doctor explain build.log"),
                new("Straight from the command", "go mod download 2>&1 | sluice doctor explain"),
                new("In Chinese", "sluice doctor explain --lang zh build.log"),
            ],
        };
        var file = new Argument<string>("FILE") { HelpName = "[FILE|-]", Description = "A file; standard input without one", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "-" };
        var language = CommandOptions.Language(context.Variables);
        var knowledge = new Option<string>("--knowledge")
        {
            HelpName = "DIR",
            Description = "Folder with findings of your own (default $SLUICE_KNOWLEDGE, else sluice/knowledge in the folder of configurations, if it is there)",
        };
        var format = CommandOptions.Format();
        command.Add(file);
        command.Add(language);
        command.Add(knowledge);
        command.Add(format);
        command.SetAction(async (parse, cancellationToken) =>
            KnowledgeFolder.Load(context, parse.GetValue(knowledge)) is { } known
                ? await RunAsync(context, known, parse.GetValue(file) ?? "-", parse.GetValue(language), parse.GetValue(format), cancellationToken)
                : ExitCodes.Usage);
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, KnowledgeBase knowledge, string file, Language language, OutputFormat format, CancellationToken cancellationToken)
    {
        if (await ExplainAsync(context, knowledge, file, cancellationToken) is not { } explanation)
        {
            return ExitCodes.Usage;
        }

        var source = SourceOf(file);
        var interrupted = cancellationToken.IsCancellationRequested;
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, ExplainWire.ToWire(explanation, source, language, interrupted), SluiceJsonContext.Default.ExplainReport);
        }
        else
        {
            new ExplainOutput(context.Out, context.OutInk, context.Width, language).Write(explanation, source);
        }

        return interrupted ? ExitCodes.Interrupted : explanation.Worst switch
        {
            Severity.Fatal => ExitCodes.Problems,
            Severity.Warning => ExitCodes.Warnings,
            _ => ExitCodes.Fine,
        };
    }

    /// <summary>Null after saying why the text cannot be read.</summary>
    private static async Task<Explanation?> ExplainAsync(CliContext context, KnowledgeBase knowledge, string file, CancellationToken cancellationToken)
    {
        try
        {
            if (file == "-" && context.IsInputTerminal)
            {
                context.Say("sluice doctor explain: paste the output, then press Ctrl-D (Windows: Ctrl-Z and Enter)");
            }

            await using var text = file == "-" ? context.OpenInputBytes() : File.OpenRead(Path.GetFullPath(file, context.WorkingDirectory));
            return await Explainer.ExplainAsync(text, SourceOf(file), knowledge, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => "this file does not exist",
                UnauthorizedAccessException => "this is a directory, or may not be read",
                _ => $"this cannot be read ({exception.Message})",
            };
            context.Complain($"{file}: {reason}");
            return null;
        }
    }

    private static string SourceOf(string file) => file == "-" ? "stdin" : file;
}
