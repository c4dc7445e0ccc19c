using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor;
using Sluice.Doctor.Environments;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice env show</c>.</summary>
internal static class EnvShowCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("show", "Show what governs downloads here, and where each value comes from")
        {
            Details = "Settings of the go command as it would see them, with what they hide; proxies, authorities and git; which tool obeys which proxy setting. No go binary is needed. Exit code 4 when something is likely a mistake.",
            Examples = [new("Everything", "sluice env show"), new("For a script", "sluice env show --format json")],
        };
        var format = CommandOptions.Format();
        var language = CommandOptions.Language(context.Variables);
        command.Add(format);
        command.Add(language);
        command.SetAction(parse =>
        {
            var report = EnvReader.Read(context.OpenHost(context));
            if (parse.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, report, SideJson.Of<EnvReport>());
            }
            else
            {
                EnvOutput.Write(Page.Of(context, parse.GetValue(language)), report);
            }

            return report.Remarks.Count > 0 ? ExitCodes.Warnings : ExitCodes.Fine;
        });
        return command;
    }
}
