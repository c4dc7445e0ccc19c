using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Commands;

/// <summary>Lets a command through only with a valid configuration.</summary>
internal static class SettingsGate
{
    /// <summary>The settings; null after every mistake was printed, for exit code 2. Warnings are printed and let through.</summary>
    public static GatewaySettings? Load(CliContext context, SettingFlags flags, ParseResult parse)
    {
        var result = flags.Load(context, parse);
        if (result.Problems.Count > 0)
        {
            ProblemPrinter.Print(context.Error, context.ErrorInk, result.Problems);
        }

        if (result.Settings is null)
        {
            context.Error.WriteLine($"sluice: {ProblemPrinter.Summarise(result.Problems)} in the configuration; nothing was started");
        }

        return result.Settings;
    }
}
