using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Hashing;
using Sluice.Server.Hosting;
using Sluice.Store.Verify;

namespace Sluice.Cli.Wiring;

/// <summary>
/// Replaces what is bad in the store by what its source has, by the same way as everything comes in: compared before it is kept. The bad copy goes into quarantine
/// first, so that nothing is lost when the source no longer has it.
/// </summary>
internal sealed class StoreHealing(GatewayPipeline pipeline, TimeProvider time)
{
    /// <summary>Heals one problem.</summary>
    /// <returns>Whether it is as it must be now, and what was done, on one line.</returns>
    public async Task<(bool IsHealed, string Text)> HealAsync(VerificationProblem problem, CancellationToken cancellationToken)
    {
        if (problem.Kind == VerificationProblemKind.LogUntrusted)
        {
            return (false, "left alone: it is the checksum database's answer that is in doubt");
        }

        try
        {
            var isQuarantined = await QuarantineAsync(problem, cancellationToken);
            pipeline.Store.Remove(problem.Artefact);
            var fault = await FetchAsync(problem.Artefact, cancellationToken);
            var kept = isQuarantined ? "; the bad copy is in quarantine" : "";
            return fault is null ? (true, $"fetched anew{kept}") : (false, $"taken out, and not to be had anew: {fault}{kept}");
        }
        catch (StoreException failure)
        {
            return (false, failure.Fault.ToString());
        }
    }

    private async Task<bool> QuarantineAsync(VerificationProblem problem, CancellationToken cancellationToken)
    {
        var artefact = problem.Artefact;
        try
        {
            using var zip = artefact.Kind == ArtefactKind.Zip ? pipeline.Store.OpenZip(artefact) : null;
            var document = zip is null ? await pipeline.Store.ReadDocumentAsync(artefact, cancellationToken) : null;
            await using Stream? content = zip is not null ? zip.OpenRead() : document is not null ? new MemoryStream(document.Bytes.ToArray(), writable: false) : null;
            if (content is null)
            {
                return false;
            }

            var hash = zip is not null && ModuleHash.TryHashZip(content, out var found, out _, cancellationToken) ? found.ToString() : "";
            var evidence = new QuarantineEvidence(artefact, hash, CachedDocument.StoreSource, time.GetUtcNow(), problem.Text, -1, []) { RequestId = "store-verify", WasServed = true };
            await pipeline.Quarantine.AddAsync(evidence, content, cancellationToken);
            return true;
        }
        catch (StoreException) when (problem.Kind == VerificationProblemKind.Unreadable)
        {
            // What cannot be read cannot be copied either.
            return false;
        }
    }

    private async Task<Fault?> FetchAsync(Artefact artefact, CancellationToken cancellationToken)
    {
        var asking = new Asking("store-verify");
        if (artefact.Kind != ArtefactKind.Zip)
        {
            return (await pipeline.Gateway.GetDocumentAsync(artefact, asking, cancellationToken)).Fault;
        }

        var answer = await pipeline.Gateway.GetZipAsync(artefact, asking, cancellationToken);
        answer.Zip?.Dispose();
        return answer.Fault;
    }
}
