using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor.Caches;
using Sluice.Doctor.Fixes;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice doctor cache</c>.</summary>
internal static class DoctorCacheCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("cache", "Verify the module cache, and remove exactly what is bad")
        {
            Details = "Every zip is hashed and compared with its ziphash, with go.sum, and with the extracted folder. About versions that differ from go.sum the checksum database and the proxy are asked, "
                + "so that it is said who is wrong; private modules are asked about nowhere. Exit code 3 when something is wrong and still there.",
            Examples = [new("Is something broken", "sluice doctor cache"), new("Remove it", "sluice doctor cache --repair")],
        };
        var repair = new Option<bool>("--repair") { Description = "Remove versions that the cache has wrong: zip, ziphash and extracted folder" };
        var online = new Option<bool>("--all") { Description = "Ask the checksum database about every version" };
        var offline = new Option<bool>("--offline") { Description = "Ask nobody" };
        var format = CommandOptions.Format();
        var language = CommandOptions.Language(context.Variables);
        foreach (var option in (Option[])[repair, online, offline, format, language])
        {
            command.Add(option);
        }

        command.SetAction(async (parse, cancellationToken) =>
        {
            if (parse.GetValue(online) && parse.GetValue(offline))
            {
                context.Complain("sluice doctor cache: --all and --offline do not go together");
                return ExitCodes.Usage;
            }

            var check = new CacheCheck(context.OpenHost(context));
            var questions = parse.GetValue(offline) ? CacheQuestions.None : parse.GetValue(online) ? CacheQuestions.All : CacheQuestions.Doubtful;
            CacheReport report;
            try
            {
                report = await check.RunAsync(questions, cancellationToken);
                report = parse.GetValue(repair) ? await check.RepairAsync(report, cancellationToken) : report;
            }
            catch (FixException exception)
            {
                context.Complain($"sluice doctor cache: {exception.Message}");
                return ExitCodes.Problems;
            }

            DoctorSideCommands.Print(context, parse.GetValue(format), report, text => CacheOutput.Write(Page.Of(context, parse.GetValue(language)), text));
            return report.Problems.All(problem => problem.IsRemoved) ? ExitCodes.Fine : ExitCodes.Problems;
        });
        return command;
    }
}
