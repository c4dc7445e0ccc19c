using System.CommandLine;
using Sluice.Doctor.Findings;

namespace Sluice.Cli.Invocation;

/// <summary>What <c>--lang</c> can say.</summary>
internal enum LanguageChoice
{
    /// <summary>As the locale says.</summary>
    Auto,

    /// <summary>English.</summary>
    English,

    /// <summary>Simplified Chinese.</summary>
    Chinese,
}

/// <summary><c>--lang</c>.</summary>
internal static class LanguageOption
{
    public static Option<LanguageChoice> Create() => CommandOptions.Word(
        "--lang", "Language of the result; auto is that of LC_ALL, LC_MESSAGES, LANG", ("auto", LanguageChoice.Auto), ("en", LanguageChoice.English), ("zh", LanguageChoice.Chinese));

    public static Language Of(ParseResult parse, Option<LanguageChoice> option, CliContext context) => parse.GetValue(option) switch
    {
        LanguageChoice.English => Language.English,
        LanguageChoice.Chinese => Language.Chinese,
        _ => Languages.FromVariables(context.Variables),
    };
}
