using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Services;

/// <summary>
/// What lies in the module cache, what go.sum says and what the checksum database says of one version, compared. Where all three are known the odd one out is the one that is
/// wrong; where only two are, the cache is not blamed.
/// </summary>
internal sealed class ChecksumRule : IRule
{
    /// <inheritdoc/>
    public string Id => "checksums";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var cached in situation.Bundle.Cache.Value?.Modules ?? [])
        {
            if (cached.ComputedHash is { } computed && Judge(situation, cached, computed) is { } claim)
            {
                yield return claim;
            }
        }
    }

    private static Claim? Judge(Situation situation, CachedModule cached, string computed)
    {
        var database = situation.Bundle.SumDb.Select(probed => probed.Value).Where(value => value is not null && value.Module == cached.Path && value.Version == cached.Version).SelectMany(value => value!.ZipHashes).Distinct().ToList();
        var isRecorded = cached.RecordedHash is null || cached.RecordedHash == computed;
        var isInGoSum = cached.GoSumHashes.Count == 0 || cached.GoSumHashes.Contains(computed);
        var isInDatabase = database.Count == 0 || database.Contains(computed);
        if (isRecorded && isInGoSum && isInDatabase)
        {
            return null;
        }

        var isZipKnown = (cached.GoSumHashes.Count > 0 && isInGoSum) || (database.Count > 0 && isInDatabase);
        var code =
            !isRecorded && isZipKnown ? FindingCodes.CacheCorruptZip
            : !isInDatabase || (!isRecorded && cached.GoSumHashes.Count + database.Count == 0) ? FindingCodes.CacheMismatch
            : !isInGoSum ? FindingCodes.GoSumMismatch
            : FindingCodes.CacheMismatch;
        string[] lines =
        [
            $"{cached.Zip}: {computed}",
            cached.RecordedHash is { } recorded ? $".ziphash: {recorded}" : "",
            .. cached.GoSumHashes.Take(2).Select(hash => $"go.sum: {hash}"),
            .. database.Take(1).Select(hash => $"checksum database: {hash}"),
        ];
        var isAsked = situation.Needs.Any(need => need.Target.Module == cached.Path) || code == FindingCodes.GoSumMismatch;
        return Claims.Of("cache", code, Layer.Cache, isAsked || situation.Bundle.Asked.Modules.Count == 0 ? Severity.Fatal : Severity.Warning, lines) with
        {
            Subject = new Subject { Module = cached.Path, Version = cached.Version },
            IsPerSubject = true,
            Confidence = database.Count > 0 ? Confidence.Proven : Confidence.Likely,
        };
    }
}
