using System.CommandLine;
using Sluice.Api;
using Sluice.Cli.Fetching;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice sumdb verdict</c>.</summary>
internal static class SumDbVerdictCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("verdict", "Compare everybody who has a version, and tell who is wrong")
        {
            Details = "Asks the checksum database, the store, every upstream of the module's chain and the repository where it is made. Nothing of it is kept.",
            Examples =
            [
                new("After a checksum mismatch", "sluice sumdb verdict rsc.io/quote@v1.5.2"),
                new("For a script", "sluice sumdb verdict --format json rsc.io/quote@v1.5.2"),
            ],
        };
        var module = new Argument<string>("M@V") { Description = "Module path with a version" };
        var format = CommandOptions.Format();
        command.Add(module);
        command.Add(format);
        var flags = SettingFlags.AddTo(command, "data", "upstreams", "sumdb", "private");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var text = parse.GetRequiredValue(module);
            if (!ModuleQuery.TryParse(text, out var query, out var error) || !TryGetVersion(query, out var version))
            {
                context.Complain($"sluice sumdb verdict: {error ?? $"\"{text}\" names no version"}", "write MODULE@VERSION, for example rsc.io/quote@v1.5.2");
                return ExitCodes.Usage;
            }

            if (SettingsGate.Load(context, flags, parse) is not { } settings)
            {
                return ExitCodes.Usage;
            }

            var report = await context.Tools.JudgeAsync(settings, query.Path, version, context, cancellationToken);
            if (parse.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.VerdictReport);
            }
            else
            {
                VerdictOutput.Write(context.Out, context.OutInk, context.MeasureWidth(), report);
            }

            return report.Verdict switch
            {
                "all-agree" => ExitCodes.Fine,
                "undecided" => ExitCodes.Warnings,
                _ => ExitCodes.Problems,
            };
        });
        return command;
    }

    private static bool TryGetVersion(ModuleQuery query, out ModuleVersion version)
    {
        version = default;
        return query.Query is VersionQuery.Exact exact && exact.Revision.IsVersionOf(query.Path, out version);
    }
}
