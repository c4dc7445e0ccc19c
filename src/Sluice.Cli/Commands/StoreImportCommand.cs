using System.CommandLine;
using Sluice.Api;
using Sluice.Api.Store;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Cli.Wiring;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice store import</c>.</summary>
internal static class StoreImportCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("import", "Copy modules from another cache into the store, verifying each")
        {
            Details = "The other cache is read and not changed. What is damaged is named and left out; what is stored already is skipped.",
            Examples =
            [
                new("From the go command's own cache", "sluice store import \"$(go env GOMODCACHE)\""),
                new("From an Athens disk store", "sluice store import --kind athens /var/lib/athens"),
            ],
        };
        var path = new Argument<string>("PATH") { Description = "Directory of the other cache" };
        var kind = CommandOptions.Word(
            "--kind",
            "Layout of the other cache",
            ("auto", StoreImportKind.Auto),
            ("gomodcache", StoreImportKind.GoModCache),
            ("goproxy", StoreImportKind.GoProxy),
            ("athens", StoreImportKind.Athens));
        var format = CommandOptions.Format();
        command.Add(path);
        command.Add(kind);
        command.Add(format);
        var flags = SettingFlags.AddTo(command, "data", "upstreams", "sumdb", "sumdbPolicy", "private");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var from = Path.GetFullPath(parse.GetRequiredValue(path), context.WorkingDirectory);
            if (!Directory.Exists(from))
            {
                context.Complain($"sluice store import: there is no directory {from}", "name the directory of a GOMODCACHE, a goproxy cache or an Athens disk store");
                return ExitCodes.Usage;
            }

            if (SettingsGate.Load(context, flags, parse) is not { } settings)
            {
                return ExitCodes.Usage;
            }

            var request = new StoreImportRequest(from, parse.GetValue(kind), settings);
            return await RunAsync(context, request, parse.GetValue(format), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, StoreImportRequest request, OutputFormat format, CancellationToken cancellationToken)
    {
        StoreImportReport report;
        try
        {
            report = await WorkDisplay.RunAsync(context, "import", display => context.Tools.ImportAsync(request, context, display, cancellationToken));
        }
        catch (ArgumentException exception) when (exception.ParamName == "directory")
        {
            context.Complain($"sluice store import: {exception.Message.Split(" (Parameter", 2)[0]}", "name the directory of a cache, or its layout with --kind");
            return ExitCodes.Usage;
        }

        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.StoreImportReport);
        }
        else
        {
            StoreOutput.Write(context.Out, context.OutInk, report);
        }

        return report.ProblemCount > 0 ? ExitCodes.Problems : ExitCodes.Fine;
    }
}
