using System.CommandLine;
using Sluice.Cli.Diagnosing;
using Sluice.Cli.Invocation;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Reports;

namespace Sluice.Cli.Commands;

/// <summary>The flags that <c>doctor</c> and <c>doctor bundle</c> share.</summary>
internal sealed class DoctorFlags
{
    private const int DefaultSeconds = 12;
    private const int DeepSeconds = 60;
    private const int MaxSeconds = 600;

    private readonly Argument<string[]> _modules = new("M[@V]...") { HelpName = "[M[@V]...]", Description = "Modules, each with a version, a branch or latest", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _deep = new("--deep") { Description = "Also walk DNS from the root, ask every resolver in every way, and verify the whole module cache" };
    private readonly Option<int> _timeout = CommandOptions.Integer("--timeout", "S", 0, 0, MaxSeconds, $"Seconds for all probes together; 0 for {DefaultSeconds}, with --deep {DeepSeconds}");
    private readonly Option<string[]> _only = new("--only") { HelpName = "LAYER", Description = $"Only these: {string.Join(", ", DoctorLayers.Names)}", Arity = ArgumentArity.OneOrMore, CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(','))] };
    private readonly Option<bool> _names = new("--no-redact") { Description = "Keep private names in what leaves the terminal; credentials are never shown" };
    private readonly Option<string> _knowledge = new("--knowledge") { HelpName = "DIR", Description = "Folder with findings of your own (default $SLUICE_KNOWLEDGE)" };
    private readonly Option<Language> _language;

    private DoctorFlags(CliContext context) => _language = CommandOptions.Language(context.Variables);

    public static DoctorFlags AddTo(Command command, CliContext context)
    {
        var flags = new DoctorFlags(context);
        command.Add(flags._modules);
        foreach (var option in (Option[])[flags._deep, flags._timeout, flags._only, flags._names, flags._language, flags._knowledge])
        {
            command.Add(option);
        }

        return flags;
    }

    public string? Knowledge(ParseResult parse) => parse.GetValue(_knowledge);

    /// <summary>What is asked; null after saying what is wrong.</summary>
    public DoctorRequest? Read(CliContext context, ParseResult parse)
    {
        var only = parse.GetValue(_only) ?? [];
        if (DoctorLayers.ProbesOf(only) is not { } probes)
        {
            context.Complain($"sluice doctor: --only knows {string.Join(", ", DoctorLayers.Names)}, not \"{string.Join(',', only.Except(DoctorLayers.Names))}\"");
            return null;
        }

        var modules = parse.GetValue(_modules) ?? [];
        if (Array.Find(modules, module => module.Length == 0 || module[0] is '-' or '@' || module.Any(char.IsWhiteSpace)) is { } wrong)
        {
            context.Complain($"sluice doctor: \"{wrong}\" is no module", "write MODULE or MODULE@VERSION, for example rsc.io/quote@v1.5.2");
            return null;
        }

        var isDeep = parse.GetValue(_deep);
        var seconds = parse.GetValue(_timeout) is > 0 and var given ? given : isDeep ? DeepSeconds : DefaultSeconds;
        return new DoctorRequest(modules, isDeep, TimeSpan.FromSeconds(seconds), probes, parse.GetValue(_names), parse.GetValue(_language));
    }
}
