using Sluice.Api.SumDb;
using Sluice.Cli.Output;
using Sluice.Modules.SumDb;
using Sluice.Server.Hosting;
using Sluice.Store.SumDb.Log;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>sumdb show</c> and <c>sumdb verify</c> with logs on disk.</summary>
internal static class SumDbWiring
{
    public static async Task<SumDbShowReport> ShowAsync(SumDbShowRequest request, CliContext context, CancellationToken cancellationToken)
    {
        await using var log = SumLogOpening.OpenToRead(request.DataDirectory, request.Name, context.Time);
        var head = log.ReadHead().Tree;
        var page = log.ReadPage(head, request.From, request.Limit, request.Module, cancellationToken);
        return new SumDbShowReport(
            request.Name,
            SumLogOpening.ReadVerifier(request.DataDirectory, request.Name).ToString(),
            head.Size,
            head.Hash.ToString(),
            [.. page.Records.Select(entry => ToReport(entry.Id, entry.Record))])
        {
            HeadTime = log.HeadTime,
            Next = page.Next,
        };
    }

    public static async Task<SumDbVerifyReport> VerifyAsync(
        string dataDirectory, string name, CliContext context, IWorkDisplay display, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        var progress = new DirectProgress<LogProgress>(state =>
            display.Report(state.Records, state.Total, $"{HumanText.Count(state.Records, "record")}, {HumanText.Count(state.Problems, "problem")}"));
        var result = await LogVerifier.OpenAndVerifyAsync(
            () => SumLogOpening.OpenToRead(dataDirectory, name, context.Time), context.Time, Math.Max(1, Environment.ProcessorCount), progress, cancellationToken);
        return new SumDbVerifyReport(
            name,
            result.Tree.Size,
            result.Tree.Hash.ToString(),
            result.Tiles,
            Math.Round(context.Time.GetElapsedTime(start).TotalMilliseconds, 1),
            result.ProblemCount,
            [.. result.Problems.Select(problem => new SumDbProblemReport(problem.Where, problem.Text))]);
    }

    private static SumDbEntry ToReport(long id, ModuleRecord record) =>
        new(id, record.Path.Value, record.Version.Value, record.Zip.ToString(), record.GoMod.ToString());
}
