using Sluice.Api.Store;
using Sluice.Cli.Output;
using Sluice.Store.Blobs;
using Sluice.Store.Verify;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>store verify</c> with the store.</summary>
internal static class StoreVerifyWiring
{
    public static async Task<StoreVerifyReport> VerifyAsync(string dataDirectory, CliContext context, IWorkDisplay display, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        using var store = DiskStore.Open(new DiskStoreOptions { Directory = dataDirectory }, context.Time);
        var verifier = new StoreVerifier(store, ModuleChecks.Verify, ModuleChecks.Hash);
        var progress = new DirectProgress<VerificationProgress>(state =>
            display.Report(state.Artefacts, 0, $"{HumanText.Count(state.Artefacts, "file")}, {HumanText.Size(state.SizeBytes)}, {HumanText.Count(state.Problems, "problem")}"));
        var result = await verifier.VerifyAsync(new VerificationOptions(), progress, cancellationToken);
        return new StoreVerifyReport(
            dataDirectory,
            result.Artefacts,
            result.SizeBytes,
            result.HashesWritten,
            Math.Round(context.Time.GetElapsedTime(start).TotalMilliseconds, 1),
            result.ProblemCount,
            [.. result.Problems.Select(problem => new StoreProblem(problem.Artefact.ToRelativePath(), ModuleChecks.Code(problem.Kind), problem.Text)).OrderBy(problem => problem.Artefact, StringComparer.Ordinal)]);
    }
}
