using System.CommandLine;
using System.CommandLine.Help;
using Sluice.Cli.Invocation;

namespace Sluice.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Create(CliContext context, HelpWriter help)
    {
        var root = new RootCommand("Sluice makes Go module downloads work: a caching Go module proxy.");
        root.Options.Clear();
        root.Directives.Clear();
        root.Add(new HelpOption("--help", "-h") { Description = "Show help", Action = help });
        root.Add(new Option<bool>("--version") { Description = "Print the version", Action = new VersionAction(context) });
        root.Add(ServeCommand.Create(context));
        root.Add(GetCommand.Create(context));
        root.Add(PrefetchCommand.Create(context));
        root.Add(GraphCommand.Create(context));
        root.Add(RunCommand.Create(context));
        root.Add(Group(
            "store",
            "Look after the store",
            [StoreVerifyCommand.Create(context), StoreStatisticsCommand.Create(context), StoreOriginsCommand.Create(context), StoreImportCommand.Create(context)],
            new CommandExample("Check every file of the store", "sluice store verify"),
            context,
            help));
        root.Add(Group(
            "sumdb",
            "Judge versions, and look after a checksum database of your own",
            [SumDbVerdictCommand.Create(context), SumDbInitCommand.Create(context), SumDbShowCommand.Create(context), SumDbVerifyCommand.Create(context)],
            new CommandExample("Who is wrong about a version", "sluice sumdb verdict rsc.io/quote@v1.5.2"),
            context,
            help));
        root.Add(Group(
            "config",
            "Check and show the configuration",
            [ConfigCheckCommand.Create(context), ConfigShowCommand.Create(context)],
            new CommandExample("Show every setting and where it comes from", "sluice config show"),
            context,
            help));
        root.Add(Group("env", "Show and switch what governs downloads on this machine", EnvCommands.Create(context), EnvCommands.Example, context, help));
        root.Add(DoctorCommand.Create(context));
        root.Add(VersionCommand.Create(context));
        ShowHelp(root, context, help);
        return root;
    }

    private static DocumentedCommand Group(
        string name, string description, IEnumerable<Command> commands, CommandExample example, CliContext context, HelpWriter help)
    {
        var group = new DocumentedCommand(name, description) { Examples = [example] };
        foreach (var command in commands)
        {
            group.Add(command);
        }

        ShowHelp(group, context, help);
        return group;
    }

    /// <summary>A command that only holds others shows its help, as talk, and says that the line was not complete.</summary>
    private static void ShowHelp(Command command, CliContext context, HelpWriter help) => command.SetAction(parse =>
    {
        help.Write(parse.CommandResult.Command, context.Error, context.ErrorInk);
        return ExitCodes.Usage;
    });
}
