using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Archives;
using Sluice.Modules.Versions;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Decides whether what came may be kept: by the rules for module zips, then by the checksum databases. Stands between arrival and commit, for fetches
/// and imports alike: what it refuses was never visible.
/// </summary>
/// <param name="zipRules">What happens to zips that break the rules.</param>
/// <param name="gate">Compares with checksum databases.</param>
public sealed class Verifier(ZipRules zipRules, ChecksumGate gate)
{
    /// <summary>Checks a zip.</summary>
    /// <param name="artefact">What it is to be.</param>
    /// <param name="draft">The zip, whole.</param>
    /// <param name="source">Who gave it.</param>
    /// <param name="context">The fetch that it came with.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="StoreException">The records that the verdict needs cannot be read or written.</exception>
    public async Task<ZipVerdict> CheckZipAsync(Artefact artefact, IZipDraft draft, string source, FetchContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return CheckRules(artefact, draft) is { } fault ? fault : await gate.CheckZipAsync(artefact, draft, source, context, cancellationToken);
    }

    /// <summary>Checks a go.mod; null when it may be kept, else why not.</summary>
    /// <inheritdoc cref="CheckZipAsync"/>
    public Task<Fault?> CheckGoModAsync(Artefact artefact, ReadOnlyMemory<byte> bytes, string source, FetchContext context, CancellationToken cancellationToken) =>
        gate.CheckGoModAsync(artefact, bytes, source, context, cancellationToken);

    private Fault? CheckRules(Artefact artefact, IZipDraft draft)
    {
        using var zip = draft.OpenRead();
        var check = ModuleZip.Check(zip, artefact.Path, ModuleVersion.Parse(artefact.Version));
        if (!check.IsArchive)
        {
            // Whatever the rules: this is the upstream's answer of today (cut short, most often), not what the author published.
            return FaultCodes.Malformed.At(detail: check.Problems[0].ToString());
        }

        return check.IsValid || zipRules == ZipRules.Pass ? null : FaultCodes.Unpackable.At(detail: check.Problems[0].ToString());
    }
}
