using Sluice.Api;
using Sluice.Api.Graphs;
using Sluice.Cli.Graphs;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice graph</c>.</summary>
internal static class GraphCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("graph", "Show which modules a build needs, who needs them, and what is missing")
        {
            Details = "Reads go.mod, go.sum, go.work and vendor/modules.txt itself; no go command is needed. The go.mod files of dependencies come from the module cache, and only with --fetch from the configured upstreams. Without a flag for a view it prints a summary.",
            Examples =
            [
                new("The module or workspace in this directory", "sluice graph"),
                new("Why a module is there, and in this version", "sluice graph --why golang.org/x/text"),
                new("The lines that go.sum lacks", "sluice graph --missing"),
                new("A picture", "sluice graph --format dot | dot -Tsvg > graph.svg"),
                new("On another machine than the go command", "go mod graph | sluice graph --from -"),
            ],
        };
        var options = new GraphOptions(command);
        var flags = SettingFlags.AddTo(command, "data", "upstreams", "sumdb", "private");
        command.SetAction((parse, cancellationToken) => RunAsync(context, options.Read(parse), () => SettingsGate.Load(context, flags, parse), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, GraphRequest request, Func<GatewaySettings?> loadSettings, CancellationToken cancellationToken)
    {
        if (request.Mistake is { } mistake)
        {
            context.Complain($"sluice graph: {mistake}");
            return ExitCodes.Usage;
        }

        var subject = request.From is { } from
            ? ReadOutput(context, from)
            : await LoadAsync(context, request, loadSettings, cancellationToken);
        if (subject is null)
        {
            return ExitCodes.Usage;
        }

        subject = request.ReadsImports ? subject with { Imports = ImportScan.Run(subject.Graph, subject.Project!, subject.ModuleCache, cancellationToken) } : subject;
        var report = GraphReportBuilder.Build(subject);
        report = request.Why is { } why ? report with { Why = WhyQuestion.Answer(subject.Graph, why, request.Paths, subject.Imports) } : report;
        Write(context, request, report);
        return ExitCodeOf(context, report);
    }

    private static GraphSubject? ReadOutput(CliContext context, string from)
    {
        var subject = GraphLoading.Read(context, from, out var errors);
        Complain(context, errors);
        return subject;
    }

    private static async Task<GraphSubject?> LoadAsync(
        CliContext context, GraphRequest request, Func<GatewaySettings?> loadSettings, CancellationToken cancellationToken)
    {
        var reader = new GraphProjectReader(context);
        if (!reader.TryRead(request.Path, out var project))
        {
            Complain(context, reader.Errors);
            return null;
        }

        var cache = request.ModuleCache switch
        {
            null => ModuleCacheLocation.Find(context.Variables),
            "off" => null,
            var folder => Path.GetFullPath(folder, context.WorkingDirectory),
        };
        if (!request.Fetches)
        {
            return await GraphLoading.LoadAsync(project, cache, request.UsesVendor, null, _ => { }, cancellationToken);
        }

        if (loadSettings() is not { } settings)
        {
            return null;
        }

        await using var session = await context.Tools.OpenSessionAsync(settings, context, cancellationToken);
        return await WorkDisplay.RunAsync(context, "graph", display => GraphLoading.LoadAsync(
            project, cache, request.UsesVendor, session, count => display.Report(count, 0, HumanText.Count(count, "go.mod file")), cancellationToken));
    }

    private static void Write(CliContext context, GraphRequest request, GraphReport report)
    {
        switch (request.Format)
        {
            case GraphFormat.Json:
                JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.GraphReport);
                break;
            case GraphFormat.Dot:
                GraphDotOutput.Write(context.Out, report);
                break;
            default:
                new GraphOutput(context.Out, context.OutInk, context.Width, context.IsOutTerminal, request.Depth).Write(report, request.Views);
                break;
        }
    }

    /// <summary>The same whatever is shown: what is wrong with the graph, and whether the module that was asked for is in it.</summary>
    private static int ExitCodeOf(CliContext context, GraphReport report)
    {
        var isMissing = report.Why is { Paths.Count: 0, Selected: not "" };
        if (isMissing)
        {
            var near = NameSuggestion.Closest(report.Why!.Query, report.Modules.Select(module => module.Path));
            context.Complain($"sluice graph: {Explain(report, report.Why)}", near is null || report.Why.Selected is not null ? null : $"did you mean {near}?");
        }

        if (isMissing || report.Problems.Count > 0 || report.Unavailable.Count > 0)
        {
            return ExitCodes.Problems;
        }

        return report.MissingSums.Any(sum => sum.IsCertain) ? ExitCodes.Warnings : ExitCodes.Fine;
    }

    private static string Explain(GraphReport report, GraphWhy why) => why.Selected switch
    {
        null => $"nothing requires {why.Query}",
        var selected when report.Requirements.Count == 0 => $"{why.Query} is in the build list at {selected}; {report.Form} does not tell who requires it",
        var selected => $"nothing requires {why.Query}; {selected} is selected",
    };

    private static void Complain(CliContext context, IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
        {
            context.Complain($"sluice graph: {error}");
        }
    }
}
