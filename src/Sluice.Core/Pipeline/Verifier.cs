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
        if (zipRules == ZipRules.Pass)
        {
            return null;
        }

        using var zip = draft.OpenRead();
        var check = ModuleZip.Check(zip, artefact.Path, ModuleVersion.Parse(artefact.Version));
        return check.IsValid ? null : FaultCodes.Unpackable.At(detail: check.Problems[0].ToString());
    }
}
