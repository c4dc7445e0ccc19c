using System.CommandLine;
using System.CommandLine.Invocation;
using Sluice.Cli.Output;

namespace Sluice.Cli.Invocation;

/// <summary>Prints the help of a command: what it does, how to call it, examples.</summary>
internal sealed class HelpWriter(CliContext context) : SynchronousCommandLineAction
{
    /// <summary>Longest line, on wider terminals too: longer ones are hard to read.</summary>
    private const int MaxWidth = 100;

    private const int Indent = 2;

    /// <summary>Widest first column; a longer entry has a line to itself.</summary>
    private const int MaxLeft = 28;

    private int Width => Math.Clamp(context.Width - 1, 40, MaxWidth);

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, context.Out, context.OutInk);
        return ExitCodes.Fine;
    }

    public void Write(Command command, TextWriter writer, Ink ink)
    {
        WriteParagraph(writer, command.Description ?? "");
        if (command is DocumentedCommand { Details.Length: > 0 } documented)
        {
            writer.WriteLine();
            WriteParagraph(writer, documented.Details);
        }

        WriteHeading(writer, ink, "Usage");
        writer.WriteLine($"  {Usage(command)}");
        WriteRows(writer, ink, "Commands", [.. Leaves(command).Select(leaf => (FullName(leaf, command), leaf.Description ?? ""))]);
        WriteRows(writer, ink, "Arguments", [.. command.Arguments.Select(argument => (argument.HelpName ?? argument.Name, argument.Description ?? ""))]);
        WriteRows(writer, ink, "Flags", [.. Options(command).Where(option => option is not SettingOption).Select(Row)]);
        WriteRows(writer, ink, "Settings", [.. Options(command).Where(option => option is SettingOption).Select(Row)]);
        WriteExamples(writer, ink, command);
        if (command is RootCommand)
        {
            WriteRows(writer, ink, "Exit codes", ExitCodeRows);
        }
    }

    private static readonly (string, string)[] ExitCodeRows =
    [
        ("0", "all is well"),
        ("1", "a bug in sluice"),
        ("2", "the command line or the configuration is wrong; nothing was done"),
        ("3", "problems were found"),
        ("4", "only warnings were found"),
        ("130", "stopped by Ctrl-C"),
    ];

    private static string Usage(Command command)
    {
        var arguments = command.Arguments.Select(argument => $" {argument.HelpName ?? argument.Name}");
        return $"{FullName(command, null)}{(command.Subcommands.Count > 0 && command.Arguments.Count == 0 ? " COMMAND" : "")} [FLAGS]{string.Concat(arguments)}";
    }

    private static IEnumerable<Option> Options(Command command)
    {
        var own = command.Options.Where(option => !option.Hidden);
        var inherited = command.Parents.OfType<Command>().SelectMany(Ancestry).SelectMany(parent => parent.Options).Where(option => option.Recursive);
        return own.Concat(inherited).DistinctBy(option => option.Name).OrderBy(option => option.Name is "--help" or "--version");
    }

    private static IEnumerable<Command> Ancestry(Command command) => command.Parents.OfType<Command>().SelectMany(Ancestry).Prepend(command);

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.SelectMany(sub => sub.Subcommands.Count == 0 ? [sub] : sub.Arguments.Count > 0 ? Leaves(sub).Prepend(sub) : Leaves(sub));

    /// <summary>The words to type; below an ancestor without its own.</summary>
    private static string FullName(Command command, Command? ancestor)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        var name = command is RootCommand ? "sluice" : command.Name;
        return parent is null || parent == ancestor ? name : $"{FullName(parent, ancestor)} {name}";
    }

    private static (string, string) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias.Length == 2).Append(option.Name));
        var value = option.HelpName is { } help ? $" {help}" : "";
        return (names + value, option.Description ?? "");
    }

    private void WriteParagraph(TextWriter writer, string text)
    {
        foreach (var line in TextWrapping.Wrap(text, Width))
        {
            writer.WriteLine(line);
        }
    }

    private static void WriteHeading(TextWriter writer, Ink ink, string heading)
    {
        writer.WriteLine();
        writer.WriteLine(ink.Bold($"{heading}:"));
    }

    private void WriteRows(TextWriter writer, Ink ink, string heading, IReadOnlyList<(string Left, string Right)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        WriteHeading(writer, ink, heading);
        var left = rows.Select(row => row.Left.Length).Where(length => length <= MaxLeft).DefaultIfEmpty(MaxLeft).Max();
        foreach (var row in rows)
        {
            var start = row.Left;
            if (start.Length > left)
            {
                writer.WriteLine($"  {start}");
                start = "";
            }

            foreach (var line in TextWrapping.Wrap(row.Right, Width - Indent - left - Indent).DefaultIfEmpty(""))
            {
                writer.WriteLine($"  {start.PadRight(left)}  {line}".TrimEnd());
                start = "";
            }
        }
    }

    private static void WriteExamples(TextWriter writer, Ink ink, Command command)
    {
        if (command is not DocumentedCommand { Examples: [_, ..] examples })
        {
            return;
        }

        WriteHeading(writer, ink, "Examples");
        foreach (var example in examples)
        {
            writer.WriteLine($"  {ink.Dim($"# {example.What}")}");
            writer.WriteLine($"  {example.Line}");
        }
    }
}
