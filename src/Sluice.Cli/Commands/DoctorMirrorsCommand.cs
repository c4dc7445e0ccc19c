using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor.Mirrors;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice doctor mirrors</c>.</summary>
internal static class DoctorMirrorsCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("mirrors", "Measure module proxies from here, and say what to set GOPROXY to")
        {
            Details = "Those of GOPROXY, those given, and goproxy.cn, goproxy.io, mirrors.aliyun.com/goproxy, proxy.golang.org. Each round asks for a small document and the start of a zip, each on a connection of its own. "
                + "Nothing is asked twice to look better. Exit code 3 when none answers, 4 when one of GOPROXY fails.",
            Examples = [new("Which is the best", "sluice doctor mirrors"), new("Your own against the others, ten times", "sluice doctor mirrors --rounds 10 https://goproxy.corp.example")],
        };
        var urls = new Argument<string[]>("URL...") { HelpName = "[URL...]", Description = "Further module proxies", Arity = ArgumentArity.ZeroOrMore };
        var rounds = CommandOptions.Integer("--rounds", "N", 3, 1, 100, "How often each is asked");
        var module = new Option<string>("--module") { HelpName = "M@V", Description = $"What all of them should have (default {MirrorComparison.DefaultModule})", DefaultValueFactory = _ => MirrorComparison.DefaultModule };
        var only = new Option<bool>("--only") { Description = "Only the URLs given" };
        var format = CommandOptions.Format();
        var language = CommandOptions.Language(context.Variables);
        command.Add(urls);
        foreach (var option in (Option[])[rounds, module, only, format, language])
        {
            command.Add(option);
        }

        command.SetAction(async (parse, cancellationToken) =>
        {
            var request = new MirrorsRequest(parse.GetValue(urls) ?? [], parse.GetValue(rounds), parse.GetValue(module)!, parse.GetValue(only));
            MirrorsReport report;
            try
            {
                report = await WorkDisplay.RunAsync(context, "mirrors", display => new MirrorComparison(context.OpenHost(context)).RunAsync(
                    request, (round, url) => display.Report(round - 1, request.Rounds, url), cancellationToken));
            }
            catch (FormatException exception)
            {
                context.Complain($"sluice doctor mirrors: {exception.Message}");
                return ExitCodes.Usage;
            }

            DoctorSideCommands.Print(context, parse.GetValue(format), report, text => MirrorsOutput.Write(Page.Of(context, parse.GetValue(language)), text));
            return report.Advice is null ? ExitCodes.Problems : report.Mirrors.Any(mirror => mirror is { IsConfigured: true, SuccessPercent: < 100 }) ? ExitCodes.Warnings : ExitCodes.Fine;
        });
        return command;
    }
}
