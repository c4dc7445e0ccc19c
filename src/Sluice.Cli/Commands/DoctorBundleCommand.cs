using System.CommandLine;
using Sluice.Cli.Diagnosing;
using Sluice.Cli.Invocation;
using Sluice.Cli.Wiring;
using Sluice.Doctor.Redaction;
using Sluice.Doctor.Rules;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice doctor bundle</c>.</summary>
internal static class DoctorBundleCommand
{
    private const string DefaultFile = "sluice-doctor.zip";

    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("bundle", "Save evidence and report in one file to be passed on")
        {
            Details = "Collects what `sluice doctor` collects and writes it with the report as text, JSON and a web page into a zip. Credentials are never in it; names of users, private "
                + "hosts, addresses and modules are pseudonyms, the same name the same pseudonym. `sluice doctor --from FILE` judges it anywhere.",
            Examples =
            [
                new("For whoever is to help", "sluice doctor bundle golang.org/x/text@v0.14.0"),
                new("With real names, for one's own team", "sluice doctor bundle --no-redact -o team.zip"),
            ],
        };
        var flags = DoctorFlags.AddTo(command, context);
        var output = new Option<string>("--output", "-o") { HelpName = "FILE", Description = $"The zip (default {DefaultFile})", DefaultValueFactory = _ => DefaultFile };
        command.Add(output);
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (flags.Read(context, parse) is not { } request || KnowledgeFolder.Load(context, flags.Knowledge(parse)) is not { } knowledge)
            {
                return ExitCodes.Usage;
            }

            var evidence = await new DoctorRun(context, knowledge, request).CollectAsync(cancellationToken);
            var diagnosis = new Diagnostician(knowledge).Judge(evidence);
            var file = parse.GetValue(output) ?? DefaultFile;
            var shared = request.KeepsNames ? diagnosis : DiagnosisRedactor.Redact(diagnosis);
            if (!OutputFile.WriteBytes(context, file, stream => BundleZip.Write(stream, shared, request.Language)))
            {
                return ExitCodes.Usage;
            }

            await context.Out.WriteLineAsync(Path.GetFullPath(file, context.WorkingDirectory));
            return cancellationToken.IsCancellationRequested ? ExitCodes.Interrupted : DoctorRun.CodeOf(diagnosis.Verdict);
        });
        return command;
    }
}
