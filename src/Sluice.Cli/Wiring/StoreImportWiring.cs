using Sluice.Api.Store;
using Sluice.Cli.Output;
using Sluice.Server.Hosting;
using Sluice.Store.Import;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>store import</c> with the store.</summary>
internal static class StoreImportWiring
{
    public static async Task<StoreImportReport> ImportAsync(
        StoreImportRequest request, CliContext context, IWorkDisplay display, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        await using var pipeline = GatewayPipeline.Create(request.Settings, GatewayWiring.EnvironmentOf(context, Stream.Null), new SessionLog(context));
        var importer = new StoreImporter(pipeline.Store, ModuleChecks.Verify, ModuleChecks.Hash, pipeline.Gate);
        var progress = new DirectProgress<ImportProgress>(state =>
            display.Report(state.Versions, 0, $"{HumanText.Count(state.Versions, "version")}, {HumanText.Size(state.SizeBytes)}, {state.Current}"));
        var result = await importer.ImportAsync(request.From, new ImportOptions { Kind = ToKind(request.Kind) }, progress, cancellationToken);
        return new StoreImportReport(
            request.From,
            Word(result.Kind),
            request.Settings.DataDirectory,
            result.Versions,
            result.Imported,
            result.AlreadyThere,
            result.SizeBytes,
            Math.Round(context.Time.GetElapsedTime(start).TotalMilliseconds, 1),
            result.ProblemCount,
            [.. result.Problems.Select(problem => new StoreProblem(problem.File, ModuleChecks.Code(problem.Kind), problem.Text)).OrderBy(problem => problem.Artefact, StringComparer.Ordinal)]);
    }

    private static ImportKind? ToKind(StoreImportKind kind) => kind switch
    {
        StoreImportKind.GoModCache => ImportKind.ModuleCache,
        StoreImportKind.GoProxy => ImportKind.GoProxyCache,
        StoreImportKind.Athens => ImportKind.Athens,
        _ => null,
    };

    private static string Word(ImportKind kind) => kind switch
    {
        ImportKind.ModuleCache => "gomodcache",
        ImportKind.GoProxyCache => "goproxy",
        _ => "athens",
    };
}
