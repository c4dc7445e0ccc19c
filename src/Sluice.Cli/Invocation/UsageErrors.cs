using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Invocation;

/// <summary>Says what is wrong with a command line, all of it, and what was probably meant.</summary>
internal static class UsageErrors
{
    public static int Print(ParseResult parse, CliContext context)
    {
        var command = parse.CommandResult.Command;
        var name = Name(command);
        foreach (var message in Messages(parse, command))
        {
            context.Error.WriteLine($"{name}: {message}");
        }

        context.Error.WriteLine($"Try '{name} --help'.");
        return ExitCodes.Usage;
    }

    private static IEnumerable<string> Messages(ParseResult parse, Command command)
    {
        // The words behind an unknown flag are most likely its value.
        var flags = parse.UnmatchedTokens.Where(IsFlag).ToArray();
        var unknown = (flags.Length > 0 ? flags : parse.UnmatchedTokens).Select(token => Explain(token, command));
        var missing = command.Arguments
            .Where(argument => argument.Arity.MinimumNumberOfValues > 0 && parse.GetResult(argument) is not { Tokens.Count: > 0 })
            .Select(argument => $"{argument.Name} is missing");
        var others = parse.Errors.Where(error => !IsExplained(error, parse)).Select(error => Explain(error));
        return unknown.Concat(missing).Concat(others).Distinct();
    }

    /// <summary>Unknown words and missing arguments have words of ours.</summary>
    private static bool IsExplained(ParseError error, ParseResult parse) =>
        error.SymbolResult is CommandResult
        || error.SymbolResult is ArgumentResult { Tokens.Count: 0, Parent: CommandResult }
        || parse.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));

    private static string Explain(ParseError error) =>
        error.SymbolResult is OptionResult { Tokens.Count: 0 } result ? $"{result.Option.Name} wants a value: {result.Option.HelpName}" : error.Message;

    private static bool IsFlag(string token) => token.StartsWith('-') && token.Length > 1;

    private static string Explain(string token, Command command)
    {
        var isFlag = IsFlag(token);
        var names = isFlag
            ? command.Options.Select(option => option.Name)
            : command.Subcommands.Select(sub => sub.Name);
        var near = NameSuggestion.Closest(token, names);
        var hint = near is null ? "" : $"; did you mean {near}?";
        if (isFlag)
        {
            return $"there is no flag {token}{hint}";
        }

        return command.Subcommands.Count > 0 ? $"there is no command \"{token}\"{hint}" : $"\"{token}\" is one word too many";
    }

    private static string Name(Command command) =>
        command is RootCommand ? "sluice" : $"{Name(command.Parents.OfType<Command>().First())} {command.Name}";
}
