using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Caches;

/// <summary>Judges versions of the cache: pure. The checksum database has the last word; without it two agree against one; one against one stays open.</summary>
internal static class CacheJudge
{
    /// <summary>What is wrong with a version by itself: what lies together does not belong together.</summary>
    /// <param name="module">The version.</param>
    /// <param name="extracted">The hash of the extracted folder; null when there is none.</param>
    public static IReadOnlyList<BilingualText> FaultsOf(CachedModule module, string? extracted)
    {
        var faults = new List<BilingualText>();
        if (module.ZipProblem is { } zip)
        {
            faults.Add(new($"the zip is broken: {zip}", $"zip 已损坏：{zip}"));
        }

        if (module.RecordedProblem is { } recorded)
        {
            faults.Add(new($"the ziphash is none: {recorded}", $"ziphash 无效：{recorded}"));
        }

        if (module.ComputedHash is { } computed && module.RecordedHash is { } hash && computed != hash)
        {
            faults.Add(new("the zip is not the one that its ziphash was made of", "zip 与其 ziphash 不符"));
        }

        if (module.InfoProblem is { } info)
        {
            faults.Add(new($"the .info is none: {info}", $".info 无效：{info}"));
        }

        if (extracted is not null && module.ComputedHash is { } original && extracted != original)
        {
            faults.Add(new("the extracted folder was changed", "解压目录被修改过"));
        }

        return faults;
    }

    /// <summary>How a version differs from go.sum.</summary>
    public static IReadOnlyList<BilingualText> DifferencesOf(CachedModule module)
    {
        var differences = new List<BilingualText>();
        if (module.ComputedHash is { } zip && module.GoSumHashes.Count > 0 && !module.GoSumHashes.Contains(zip))
        {
            differences.Add(new("go.sum has another hash of the zip", "go.sum 中的 zip 哈希不同"));
        }

        if (module.GoModHash is { } goMod && module.GoSumGoModHashes.Count > 0 && !module.GoSumGoModHashes.Contains(goMod))
        {
            differences.Add(new("go.sum has another hash of the go.mod", "go.sum 中的 go.mod 哈希不同"));
        }

        return differences;
    }

    /// <summary>The problem of a version; null when there is none.</summary>
    public static CacheProblem? Judge(CachedModule module, string? extracted, Witnesses witnesses)
    {
        var faults = FaultsOf(module, extracted);
        var differences = DifferencesOf(module);
        var database = witnesses.Database?.Hash;
        IReadOnlyList<BilingualText> others = module.ComputedHash is { } own && database is not null && database != own
            ? [new($"{witnesses.Database!.Name} has another hash of the zip", $"{witnesses.Database.Name} 中的 zip 哈希不同")]
            : [];
        if (faults.Count + differences.Count + others.Count == 0)
        {
            return null;
        }

        var verdict = faults.Count > 0 ? CacheVerdict.CacheIsBad : Decide(module, database, witnesses.Proxy?.Hash);
        return new CacheProblem(module.Path, module.Version, verdict, [.. faults, .. differences, .. others], SidesOf(module, witnesses), RemedyOf(verdict, witnesses));
    }

    private static CacheVerdict Decide(CachedModule module, string? database, string? proxy)
    {
        var own = module.ComputedHash;
        if (database is not null)
        {
            return database == own ? CacheVerdict.GoSumIsWrong : proxy is not null && proxy != database ? CacheVerdict.ProxyIsWrong : CacheVerdict.CacheIsBad;
        }

        return proxy is not null && proxy != own && module.GoSumHashes.Contains(proxy) ? CacheVerdict.CacheIsBad : CacheVerdict.Undecided;
    }

    private static List<CacheSide> SidesOf(CachedModule module, Witnesses witnesses)
    {
        var sides = new List<CacheSide> { new("cache", module.ComputedHash, module.ZipProblem is { } problem ? new(problem, problem) : null) };
        if (module.RecordedHash is { } recorded)
        {
            sides.Add(new CacheSide("ziphash", recorded));
        }

        sides.AddRange(module.GoSumHashes.Select(hash => new CacheSide("go.sum", hash)));
        sides.AddRange(((CacheSide?[])[witnesses.Database, witnesses.Proxy]).OfType<CacheSide>());
        return sides;
    }

    private static BilingualText RemedyOf(CacheVerdict verdict, Witnesses witnesses) => verdict switch
    {
        CacheVerdict.CacheIsBad => new("remove it (--repair); the go command downloads it again", "删除它（--repair），go 命令会重新下载"),
        CacheVerdict.GoSumIsWrong => new(
            "the cache is right: find out who wrote this line of go.sum, then take the line out and run go mod tidy",
            "缓存是对的：查清 go.sum 中这一行的来历，然后删除该行并运行 go mod tidy"),
        CacheVerdict.ProxyIsWrong => new(
            $"tell whoever runs {witnesses.Proxy?.Name}: it gives out other content; use another proxy until then",
            $"通知 {witnesses.Proxy?.Name} 的管理员：它返回的内容不同；在此之前换用其他代理"),
        _ => new("nobody could tell who is right: ask again with the checksum database in reach", "无法判断谁对：请在能访问校验数据库时再试"),
    };
}
