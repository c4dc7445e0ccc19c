using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Services;

/// <summary>
/// What the module proxy gives is not what the checksum database or go.sum has. Where the database and the proxy agree, go.sum is the odd one; where the database differs, the
/// proxy is, since the database has what everybody else got.
/// </summary>
internal sealed class ProxyChecksumRule : IRule
{
    /// <inheritdoc/>
    public string Id => "proxy-checksums";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var need in situation.Needs.Where(need => need is { Kind: NeedKind.ModuleProxy, State: NeedState.Works, Proxy: not null }))
        {
            var proxy = need.Proxy!;
            var records = situation.Bundle.SumDb.Select(probed => probed.Value).Where(value => value is not null && value.Module == proxy.Module && value.Version == proxy.Version).ToList();
            var zip = proxy.Steps.FirstOrDefault(step => step.Step == ProxyStep.Zip)?.Hash;
            var goMod = proxy.Steps.FirstOrDefault(step => step.Step == ProxyStep.GoMod)?.Hash;
            List<string> zipHashes = [.. records.SelectMany(record => record!.ZipHashes).Distinct()];
            List<string> goModHashes = [.. records.SelectMany(record => record!.GoModHashes).Distinct()];
            if (!situation.Chain.SkipsSumDb(proxy.Module) && (Differs(zip, zipHashes) || Differs(goMod, goModHashes)))
            {
                string[] lines = [Line(proxy.Entry, "zip", zip), Line(proxy.Entry, "go.mod", goMod), .. zipHashes.Select(hash => Line("checksum database", "zip", hash)), .. goModHashes.Select(hash => Line("checksum database", "go.mod", hash))];
                yield return Of(need, FindingCodes.SumDbMismatchCache, lines);
            }
            else if (situation.Bundle.Modules.Select(probed => probed.Value).FirstOrDefault(value => value?.Path == proxy.Module)?.MainModule is { GoSumHashes: { Count: > 0 } known } && Differs(zip, known))
            {
                yield return Of(need, FindingCodes.GoSumMismatch, [.. known.Select(hash => Line("go.sum", "zip", hash)), Line(proxy.Entry, "zip", zip), .. zipHashes.Select(hash => Line("checksum database", "zip", hash))]);
            }
        }
    }

    private static bool Differs(string? hash, IReadOnlyList<string> known) => hash is not null && known.Count > 0 && !known.Contains(hash);

    private static string Line(string who, string what, string? hash) => hash is null ? "" : $"{who}, {what}: {hash}";

    private static Claim Of(Need need, FindingCode code, IEnumerable<string> lines) =>
        Claims.Of(need, code, Layer.ModuleProxy, lines) with { Standing = need.Target.IsReference ? Severity.Warning : Severity.Fatal, Breaks = [], IsPerSubject = true };
}
