using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor.Egress;

namespace Sluice.Cli.Commands;

/// <summary>Forms of egress rules.</summary>
internal enum EgressForm
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>A policy.</summary>
    Yaml,

    /// <summary>A table for nft.</summary>
    NfTables,

    /// <summary>A playbook.</summary>
    Ansible,
}

/// <summary><c>sluice doctor egress</c>.</summary>
internal static class DoctorEgressCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("egress", "List exactly what a firewall has to let out")
        {
            Details = "From the settings, and from the modules given or those of the go.mod at hand: name servers, HTTP proxy, module proxies and where they send requests on to, checksum database, repositories. "
                + "Each host is tried once. Exit code 3 when one cannot be reached.",
            Examples =
            [
                new("What to ask the network team for", "sluice doctor egress"),
                new("As rules", "sluice doctor egress --as nftables > go-downloads.nft"),
                new("For one module", "sluice doctor egress git.corp.example/team/lib@v1.2.3"),
            ],
        };
        var modules = new Argument<string[]>("M[@V]...") { HelpName = "[M[@V]...]", Description = "Modules (default those of go.mod and go.sum)", Arity = ArgumentArity.ZeroOrMore };
        var form = CommandOptions.Word("--as", "How rules are written", ("table", EgressForm.Table), ("yaml", EgressForm.Yaml), ("nftables", EgressForm.NfTables), ("ansible", EgressForm.Ansible));
        var offline = new Option<bool>("--offline") { Description = "Ask nobody: redirects and repositories of vanity paths stay unknown" };
        var format = CommandOptions.Format();
        var language = CommandOptions.Language(context.Variables);
        command.Add(modules);
        foreach (var option in (Option[])[form, offline, format, language])
        {
            command.Add(option);
        }

        command.SetAction(async (parse, cancellationToken) =>
        {
            var host = context.OpenHost(context);
            var wanted = parse.GetValue(modules) is { Length: > 0 } given ? given : ProjectModules.Of(host);
            var report = await new EgressSurvey(host).RunAsync(wanted, parse.GetValue(offline), cancellationToken);
            DoctorSideCommands.Print(context, parse.GetValue(format), report, text => Write(context, parse.GetValue(form), Page.Of(context, parse.GetValue(language)), text));
            return report.Rules.Any(rule => rule.Reached == "no") ? ExitCodes.Problems : ExitCodes.Fine;
        });
        return command;
    }

    private static void Write(CliContext context, EgressForm form, Page page, EgressReport report)
    {
        switch (form)
        {
            case EgressForm.Yaml:
                context.Out.Write(EgressFormats.Yaml(report));
                break;
            case EgressForm.NfTables:
                context.Out.Write(EgressFormats.NfTables(report));
                break;
            case EgressForm.Ansible:
                context.Out.Write(EgressFormats.Ansible(report));
                break;
            default:
                EgressOutput.Write(page, report);
                break;
        }
    }
}
