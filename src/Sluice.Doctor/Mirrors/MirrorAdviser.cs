using System.Globalization;
using Sluice.Doctor.Findings;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Mirrors;

/// <summary>
/// Makes a GOPROXY line of what was measured. A proxy of one's own stays in front, with a comma behind it: what it refuses must stay refused, and its outage must not send
/// private names elsewhere. Between public mirrors stands <c>|</c>: one that is down must not stop a build, and the checksum database guards against wrong content. Before
/// <c>direct</c> stands a comma: only what no mirror has is fetched from its origin.
/// </summary>
internal static class MirrorAdviser
{
    /// <summary>More than two mirrors only make failures take longer.</summary>
    private const int MaxPublic = 2;

    /// <summary>Advises; null when none answers.</summary>
    /// <param name="results">What was measured, the best first.</param>
    /// <param name="configured">The entries of GOPROXY now.</param>
    public static MirrorAdvice? Advise(IReadOnlyList<MirrorResult> results, IReadOnlyList<GoProxyEntry> configured)
    {
        var alive = results.Where(result => result.SuccessPercent > 0).ToList();
        var own = configured.Where(entry => entry.Url is not null).Select(entry => alive.Find(result => result.Url == entry.Name)).OfType<MirrorResult>().Where(result => !result.IsPublic).ToList();
        var allowsOthers = own.Count == 0 || configured.Any(entry => entry.Kind == GoProxyEntryKind.Direct || (entry.Url is { } url && !url.IsFile && KnownMirrors.IsPublic(url)));
        var mirrors = allowsOthers ? alive.Where(result => !own.Contains(result)).Take(MaxPublic).ToList() : [];
        if (own.Count + mirrors.Count == 0)
        {
            return null;
        }

        var line = string.Concat(own.Select(result => result.Url + ",")) + string.Join('|', mirrors.Select(result => result.Url));
        var reasons = new List<BilingualText>();
        if (own.Count > 0)
        {
            reasons.Add(new BilingualText(
                "your own proxy stays in front, with a comma: what it refuses stays refused, and its outage sends no private name elsewhere",
                "自有代理保持在最前，后接逗号：它拒绝的仍被拒绝，它故障时也不会把私有模块名发往别处"));
        }

        AddMirrors(mirrors, reasons);
        if (allowsOthers && (own.Count == 0 || configured.Any(entry => entry.Kind == GoProxyEntryKind.Direct)))
        {
            line = line.TrimEnd(',') + ",direct";
            reasons.Add(new BilingualText("a comma before direct: only what no mirror has is fetched from its origin", "direct 前用逗号：只有镜像都没有的模块才从源站获取"));
        }

        return new MirrorAdvice(line.TrimEnd(','), reasons);
    }

    private static void AddMirrors(List<MirrorResult> mirrors, List<BilingualText> reasons)
    {
        if (mirrors.Count > 0)
        {
            var first = mirrors[0];
            var speed = first.BytesPerSecond is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", {bytes / 1_000_000:0.0} MB/s") : "";
            var numbers = string.Create(CultureInfo.InvariantCulture, $"{first.SuccessPercent:0} %, {first.FirstByteMs:0} ms{speed}");
            reasons.Add(new BilingualText($"{first.Url} did best: {numbers}", $"{first.Url} 表现最好：{numbers}"));
        }

        if (mirrors.Count > 1)
        {
            reasons.Add(new BilingualText("| between mirrors: one that is down does not stop a build", "镜像之间用 |：一个故障不会中断构建"));
        }
    }
}
