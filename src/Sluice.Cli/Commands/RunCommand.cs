using System.CommandLine;
using System.Text;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Cli.Run;
using Sluice.Cli.Run.Children;
using Sluice.Doctor.Recording;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice run</c>.</summary>
internal static class RunCommand
{
    private const int MaxHangSeconds = 86_400;

    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("run", "Run a command and show where its module downloads spend their time")
        {
            Details = "Runs the command unchanged, with a recording module proxy on loopback between it and its real GOPROXY chain: same entries, same order, same "
                + "separators. Its output, input, signals and exit code are its own. Afterwards a report goes to stderr: every request with its phases, slow "
                + "modules, what failed over, what would have been faster, and why it failed.",
            Examples =
            [
                new("Where does it hang", "sluice run -- go mod download -x"),
                new("A build, with a page to send to somebody", "sluice run --report build.html -- make build"),
                new("For a browser's developer tools", "sluice run --report run.har -- go mod tidy"),
            ],
        };
        var words = new Argument<string[]>("COMMAND...") { Description = "The command and its arguments, behind --", Arity = ArgumentArity.OneOrMore };
        var reports = new Option<string[]>("--report") { HelpName = "FILE", Description = "Write the report to a file too: .html, .json or .har; may be given several times", Arity = ArgumentArity.OneOrMore };
        var hang = CommandOptions.Integer("--hang-after", "SECONDS", 10, 1, MaxHangSeconds, "Say on what the command waits when nothing has moved for so long");
        var annotate = new Option<bool>("--annotate") { Description = "Say below the lines of stderr what they mean, while it runs" };
        var all = new Option<bool>("--all") { Description = "List every request in the report" };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing: no status, no report on stderr" };
        var untouched = new Option<bool>("--inherit") { Description = "Leave the command's streams alone: no status, its words are not judged" };
        var format = CommandOptions.Format();
        command.Add(words);
        foreach (var option in new Option[] { reports, hang, annotate, all, quiet, untouched, format })
        {
            command.Add(option);
        }

        command.SetAction((parse, cancellationToken) => RunAsync(
            context,
            new RunOptions(parse.GetRequiredValue(words))
            {
                Reports = parse.GetValue(reports) ?? [],
                HangAfter = TimeSpan.FromSeconds(parse.GetValue(hang)),
                Annotates = parse.GetValue(annotate),
                ListsAll = parse.GetValue(all),
                IsQuiet = parse.GetValue(quiet),
                IsUntouched = parse.GetValue(untouched),
                IsJson = parse.GetValue(format) == OutputFormat.Json,
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, RunOptions options, CancellationToken cancellationToken)
    {
        if (options.Reports.FirstOrDefault(file => Path.GetExtension(file).ToLowerInvariant() is not (".html" or ".json" or ".har")) is { } odd)
        {
            context.Complain($"sluice run: --report {odd}: the ending says the format", "let the file's name end with .html, .json or .har");
            return ExitCodes.Usage;
        }

        RunRecording recording;
        var run = new CommandRun(context, options, DescriptorStream.OpenError());
        await using (run)
        {
            try
            {
                recording = await run.RunAsync(cancellationToken);
            }
            catch (ChildStartException exception)
            {
                context.Complain($"sluice run: {options.Words[0]}: {exception.Message}");
                return exception.ExitCode;
            }
        }

        Report(context, options, recording);
        return recording.ExitCode;
    }

    private static void Report(CliContext context, RunOptions options, RunRecording recording)
    {
        foreach (var file in options.Reports)
        {
            WriteFile(context, file, recording);
        }

        if (options.IsQuiet)
        {
            return;
        }

        if (options.IsJson)
        {
            context.Say(Encoding.UTF8.GetString(RunJson.Write(recording)));
            return;
        }

        new RunReportOutput(context.Error, context.ErrorInk, context.IsErrorTerminal ? ErrorTerminal.Width(context) : null).Write(recording, options.ListsAll);
    }

    /// <summary>A report that cannot be written is said, and changes nothing about the command's exit code.</summary>
    private static void WriteFile(CliContext context, string file, RunRecording recording)
    {
        var path = Path.GetFullPath(file, context.WorkingDirectory);
        var content = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".har" => HarWriter.Write(recording),
            ".json" => RunJson.Write(recording),
            _ => Encoding.UTF8.GetBytes(RunHtml.Write(recording)),
        };
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            context.Complain($"sluice run: the report cannot be written: {exception.Message}");
        }
    }
}
