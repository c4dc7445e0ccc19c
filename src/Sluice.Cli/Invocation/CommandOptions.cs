using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sluice.Doctor.Findings;

namespace Sluice.Cli.Invocation;

/// <summary>Options that several commands have, and kinds of options.</summary>
internal static class CommandOptions
{
    /// <summary><c>--format</c>.</summary>
    public static Option<OutputFormat> Format() =>
        Word("--format", "How the result is printed", ("text", OutputFormat.Text), ("json", OutputFormat.Json));

    /// <summary><c>--lang</c>.</summary>
    /// <param name="variables">The environment, whose locale decides when the flag is not given.</param>
    public static Option<Language> Language(IReadOnlyDictionary<string, string> variables)
    {
        var option = Word("--lang", "Language", ("en", Doctor.Findings.Language.English), ("zh", Doctor.Findings.Language.Chinese));
        option.Description = "Language (default by LC_ALL, LC_MESSAGES or LANG)";
        option.DefaultValueFactory = _ => Languages.FromVariables(variables);
        return option;
    }

    /// <summary>A whole number with a range and a default.</summary>
    public static Option<int> Integer(string name, string helpName, int value, int least, int most, string description) => new(name)
    {
        HelpName = helpName,
        Description = $"{description} (default {value})",
        DefaultValueFactory = _ => value,
        CustomParser = result =>
            int.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : Fail<int>(result, $"{name} is a whole number from {least} to {most}, not \"{Text(result)}\""),
    };

    /// <summary>One of a few words.</summary>
    public static Option<T> Word<T>(string name, string description, params (string Word, T Value)[] words)
        where T : struct, Enum => new(name)
        {
            HelpName = string.Join('|', words.Select(entry => entry.Word)),
            Description = $"{description} (default {words[0].Word})",
            DefaultValueFactory = _ => words[0].Value,
            CustomParser = result =>
            {
                var text = Text(result);
                var index = Array.FindIndex(words, entry => entry.Word == text);
                return index >= 0 ? words[index].Value : Fail<T>(result, $"{name} is {string.Join(" or ", words.Select(entry => entry.Word))}, not \"{text}\"");
            },
        };

    private static string Text(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";

    private static T Fail<T>(ArgumentResult result, string message)
        where T : struct
    {
        result.AddError(message);
        return default;
    }
}
