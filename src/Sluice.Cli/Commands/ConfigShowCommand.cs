using Sluice.Api;
using Sluice.Api.Configuration;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice config show</c>.</summary>
internal static class ConfigShowCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("show", "Print every setting and where it comes from")
        {
            Details = "Secrets are masked. Mistakes are printed on stderr.",
            Examples = [new("What counts here", "sluice config show"), new("What would count with a flag", "sluice config show --listen :8080")],
        };
        var format = CommandOptions.Format();
        command.Add(format);
        var flags = SettingFlags.AddTo(command);
        command.SetAction(parse => Run(context, flags.Load(context, parse), parse.GetValue(format)));
        return command;
    }

    private static int Run(CliContext context, ConfigurationResult result, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            var values = result.Values.Select(value => new ConfigurationValue(value.Key, value.Value, value.Origin.ToString()));
            var report = new ConfigurationShowReport(result.File, [.. values], [.. result.Problems.Select(ProblemPrinter.ToWire)]);
            JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.ConfigurationShowReport);
            return ConfigCheckCommand.ExitCode(result);
        }

        ProblemPrinter.Print(context.Error, context.ErrorInk, result.Problems);
        var key = result.Values.Max(value => value.Key.Length);

        // A long value does not push the origins of the others to the right.
        var shown = result.Values.Select(Shown).Where(text => text.Length <= context.Width / 2).Select(text => text.Length).DefaultIfEmpty(0).Max();
        foreach (var value in result.Values)
        {
            var origin = value.Origin.Kind == SettingOriginKind.Default ? context.OutInk.Dim(value.Origin.ToString()) : value.Origin.ToString();
            context.Out.WriteLine($"{value.Key.PadRight(key)}  {Shown(value).PadRight(shown)}  {origin}");
        }

        return ConfigCheckCommand.ExitCode(result);
    }

    private static string Shown(EffectiveValue value) => value.Value.Length == 0 ? "-" : value.Value;
}
