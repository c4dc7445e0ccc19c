using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Archives;
using Sluice.Modules.Versions;

namespace Sluice.Core.Pipeline;

/// <summary>Decides whether what was fetched may be kept. Stands between fetch and commit: what it refuses was never visible.</summary>
public sealed class Verifier(ZipRules zipRules)
{
    /// <summary>Checks a fetched zip; null when it may be kept, else why not, with the offending file.</summary>
    public Fault? Check(Artefact artefact, IZipDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
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
