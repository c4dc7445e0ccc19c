using Sluice.Api.Store;
using Sluice.Cli.Output;
using Sluice.Server.Configuration;
using Sluice.Server.Hosting;
using Sluice.Store.Verify;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>store verify</c> with the store, the checksum databases and, for healing, the pipeline.</summary>
internal static class StoreVerifyWiring
{
    public static async Task<StoreVerifyReport> VerifyAsync(
        GatewaySettings settings, bool heals, CliContext context, IWorkDisplay display, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        await using var pipeline = GatewayPipeline.Create(settings, GatewayWiring.EnvironmentOf(context, Stream.Null), new SessionLog(context));
        var verifier = new StoreVerifier(pipeline.Store, ModuleChecks.Verify, ModuleChecks.Hash, pipeline.Gate);
        var progress = new DirectProgress<VerificationProgress>(state =>
            display.Report(state.Artefacts, 0, $"{HumanText.Count(state.Artefacts, "file")}, {HumanText.Size(state.SizeBytes)}, {HumanText.Count(state.Problems, "problem")}"));
        var result = await verifier.VerifyAsync(new VerificationOptions(), progress, cancellationToken);
        var problems = heals ? await HealAsync(pipeline, context, result, display, cancellationToken) : [.. result.Problems.Select(ReportOf)];
        return new StoreVerifyReport(
            settings.DataDirectory,
            result.Artefacts,
            result.SizeBytes,
            result.HashesWritten,
            Math.Round(context.Time.GetElapsedTime(start).TotalMilliseconds, 1),
            result.ProblemCount,
            [.. problems.OrderBy(problem => problem.Artefact, StringComparer.Ordinal)])
        {
            VouchedFor = result.VouchedFor,
            Unverified = result.Unverified,
            Healed = problems.Count(problem => problem.IsHealed),
        };
    }

    private static StoreProblem ReportOf(VerificationProblem problem) => new(problem.Artefact.ToRelativePath(), ModuleChecks.Code(problem.Kind), problem.Text);

    private static async Task<List<StoreProblem>> HealAsync(
        GatewayPipeline pipeline, CliContext context, VerificationResult result, IWorkDisplay display, CancellationToken cancellationToken)
    {
        var healing = new StoreHealing(pipeline, context.Time);
        var problems = new List<StoreProblem>();
        foreach (var problem in result.Problems)
        {
            display.Report(problems.Count, result.Problems.Count, $"healing {problem.Artefact}");
            var (isHealed, text) = await healing.HealAsync(problem, cancellationToken);
            problems.Add(ReportOf(problem) with { Healing = text, IsHealed = isHealed });
        }

        return problems;
    }
}
