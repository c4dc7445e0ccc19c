using System.CommandLine;
using Sluice.Api;
using Sluice.Api.Fetching;
using Sluice.Cli.Fetching;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice get</c>.</summary>
internal static class GetCommand
{
    /// <summary>Most fetches at once.</summary>
    private const int Parallel = 8;

    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("get", "Fetch modules as the proxy would, and print what happened")
        {
            Details = "Resolves each version, branch or commit and fetches .info, .mod and .zip through the same pipeline as `sluice serve`, into the same store.",
            Examples =
            [
                new("The latest version", "sluice get rsc.io/quote@latest"),
                new("With every step on the way", "sluice get --explain example.com/team/lib@main"),
                new("Several, for a script", "sluice get --format json rsc.io/quote@v1.5.2 golang.org/x/text@v0.14.0"),
            ],
        };
        var modules = new Argument<string[]>("M@Q...")
        {
            Description = "Module path with version, branch, commit or latest",
            Arity = ArgumentArity.OneOrMore,
        };
        var explain = new Option<bool>("--explain") { Description = "Print the whole way: who was asked, where the repository is, what was run" };
        var format = CommandOptions.Format();
        command.Add(modules);
        command.Add(explain);
        command.Add(format);
        var flags = SettingFlags.AddTo(command, "data", "upstreams", "sumdb", "private", "zipRules");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var queries = ParseQueries(context, parse.GetRequiredValue(modules));
            return queries is not null && SettingsGate.Load(context, flags, parse) is { } settings
                ? await RunAsync(context, settings, queries, parse.GetValue(explain), parse.GetValue(format), cancellationToken)
                : ExitCodes.Usage;
        });
        return command;
    }

    private static List<ModuleQuery>? ParseQueries(CliContext context, IReadOnlyList<string> texts)
    {
        var queries = new List<ModuleQuery>();
        foreach (var text in texts)
        {
            if (ModuleQuery.TryParse(text, out var query, out var error))
            {
                queries.Add(query);
                continue;
            }

            context.Complain($"sluice get: {error}", "write MODULE@VERSION, for example rsc.io/quote@v1.5.2");
        }

        return queries.Count == texts.Count ? queries : null;
    }

    private static async Task<int> RunAsync(
        CliContext context, GatewaySettings settings, List<ModuleQuery> queries, bool explains, OutputFormat format, CancellationToken cancellationToken)
    {
        await using var session = await context.Tools.OpenSessionAsync(settings, context, cancellationToken);
        using var places = new SemaphoreSlim(Parallel);
        var fetches = queries.Select(query => FetchAsync(context, session, query, places, cancellationToken)).ToArray();
        var modules = new List<FetchedModule>();
        foreach (var fetch in fetches)
        {
            var module = await fetch;
            module = explains ? module : module with { Explanation = null };
            modules.Add(module);
            if (format == OutputFormat.Text)
            {
                FetchedModuleOutput.Write(context.Out, context.OutInk, module, isFirst: modules.Count == 1);
            }
        }

        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, new GetReport(modules), SluiceJsonContext.Default.GetReport);
        }

        return modules.Exists(module => module.Error is not null) ? ExitCodes.Problems : ExitCodes.Fine;
    }

    private static async Task<FetchedModule> FetchAsync(
        CliContext context, IGatewaySession session, ModuleQuery query, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            if (context.IsErrorTerminal)
            {
                context.Say(context.ErrorInk.Dim($"fetching {query}"));
            }

            return await FetchRunner.RunAsync(session, query.Path, query.Query, FetchParts.All, context.Time, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }
}
