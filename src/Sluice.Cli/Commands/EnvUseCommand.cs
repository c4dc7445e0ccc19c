using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor;
using Sluice.Doctor.Environments;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice env use</c>.</summary>
internal static class EnvUseCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("use", "Switch to a profile, and ask whether it works")
        {
            Details = "cn: mirrors in mainland China. global: the go command's own values. corp URL: the company's proxy and nothing else. offline: no network. "
                + "Own ones stand in sluice/profiles/NAME.yaml in the folder for configuration. What is changed is shown, and sluice env undo takes it back.",
            Examples =
            [
                new("Mirrors in mainland China", "sluice env use cn"),
                new("A gateway", "sluice env use corp https://goproxy.corp.example"),
                new("In this terminal only", "eval \"$(sluice env use cn --shell)\""),
                new("Which profiles there are", "sluice env use --list"),
            ],
        };
        var profile = new Argument<string?>("PROFILE") { Description = "cn, global, corp, offline, or an own one", Arity = ArgumentArity.ZeroOrOne };
        var url = new Argument<string?>("URL") { Description = "The proxy, for corp: a GOPROXY list", Arity = ArgumentArity.ZeroOrOne };
        var list = new Option<bool>("--list") { Description = "Show the profiles" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change, and change nothing" };
        var shell = new Option<bool>("--shell") { Description = "Print lines for this shell only, and change nothing" };
        var format = CommandOptions.Format();
        var language = CommandOptions.Language(context.Variables);
        command.Add(profile);
        command.Add(url);
        foreach (var option in (Option[])[list, dryRun, shell, format, language])
        {
            command.Add(option);
        }

        command.SetAction(async (parse, cancellationToken) =>
        {
            var host = context.OpenHost(context);
            var page = Page.Of(context, parse.GetValue(language));
            if (parse.GetValue(list))
            {
                EnvOutput.WriteProfiles(page, ProfileList.All(host));
                return ExitCodes.Fine;
            }

            if (parse.GetValue(profile) is not { } name)
            {
                context.Complain("sluice env use: PROFILE is missing", "sluice env use --list");
                return ExitCodes.Usage;
            }

            var (found, problems) = ProfileList.Find(host, name, parse.GetValue(url));
            if (found is null)
            {
                foreach (var problem in problems)
                {
                    context.Complain($"sluice env use: {problem}");
                }

                return ExitCodes.Usage;
            }

            if (parse.GetValue(shell))
            {
                return WriteLines(context, host, found);
            }

            var report = await SwitchAsync(host, found, parse.GetValue(dryRun), context, cancellationToken);
            return report is null ? ExitCodes.Problems : Print(context, page, report, parse.GetValue(format), parse.GetValue(dryRun));
        });
        return command;
    }

    private static int WriteLines(CliContext context, DoctorHost host, EnvironmentProfile profile)
    {
        foreach (var line in ProfileSwitch.LinesFor(profile, host.System == HostSystem.Windows ? Shell.PowerShell : Shell.Posix))
        {
            context.Out.WriteLine(line);
        }

        return ExitCodes.Fine;
    }

    private static async Task<EnvUseReport?> SwitchAsync(DoctorHost host, EnvironmentProfile profile, bool isDryRun, CliContext context, CancellationToken cancellationToken)
    {
        var plan = await ProfileSwitch.PlanAsync(host, profile, cancellationToken);
        string? id = null;
        if (plan.State == PlanState.Ready && !isDryRun)
        {
            try
            {
                id = (await new FixApplier(host).ApplyAsync(plan, cancellationToken)).Id;
            }
            catch (FixException exception)
            {
                context.Complain($"sluice env use: {exception.Message}", "nothing was changed");
                return null;
            }
        }

        var isAsked = !isDryRun && plan.State is PlanState.Ready or PlanState.NothingToDo;
        var chain = isAsked ? await ChainCheck.RunAsync(ProfileSwitch.After(host, plan), cancellationToken) : null;
        return new EnvUseReport(profile.Name, profile.Description, PlanReport.Of(plan), id, chain);
    }

    private static int Print(CliContext context, Page page, EnvUseReport report, OutputFormat format, bool isDryRun)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, report, SideJson.Of<EnvUseReport>());
        }
        else
        {
            EnvOutput.Write(page, report, isDryRun);
        }

        return report.Plan.State is PlanState.ByHand or PlanState.NeedsRoot || !report.Works ? ExitCodes.Problems : ExitCodes.Fine;
    }
}
