using System.Text;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Http;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.GoMod;
using Sluice.Modules.Hashing;
using Sluice.Modules.Versions;

namespace Sluice.Doctor.Probes.Modules;

/// <summary>Asks one entry of GOPROXY for one module, everything that the go command would ask, each answer to be looked at for itself.</summary>
internal sealed class GoProxyProbe(HttpProber http)
{
    /// <summary>Three steps one after another stay within one probe's budget.</summary>
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(3.1);

    /// <summary>How much of a zip is read: enough to tell its speed.</summary>
    private const int ZipBytes = 512 * 1024;

    private const int DocumentBytes = 1024 * 1024;

    /// <summary>Below this much a speed says more about luck.</summary>
    private const int SpeedBytes = 64 * 1024;

    /// <summary>Collects it.</summary>
    /// <param name="entry">The entry, of kind URL.</param>
    /// <param name="position">Its place in the list, from 1; 0 when it is not in it.</param>
    /// <param name="target">The module.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<GoProxyEvidence> CollectAsync(GoProxyEntry entry, int position, ModuleTarget target, CancellationToken cancellationToken)
    {
        if (entry.Url!.IsFile)
        {
            return Evidence(entry, position, target, target.Version, [], null, LookAtTree(entry.Url.LocalPath, target));
        }

        var steps = new List<ProxyExchange>();
        var list = await StepAsync(ProxyStep.List, entry, $"{target.EscapedPath}/@v/list", CheckList, steps, cancellationToken);
        var version = target.Version;
        if (version.Length == 0)
        {
            var latest = await StepAsync(ProxyStep.Latest, entry, $"{target.EscapedPath}/@latest", body => CheckInfo(body, null), steps, cancellationToken);
            version = latest.IsWhole && ModuleInfo.TryParse(latest.Body, out var info, out _) ? info.Version.Value : NewestOf(list) ?? "";
        }

        if (version.Length == 0)
        {
            ProxyStep[] left = [ProxyStep.Info, ProxyStep.GoMod, ProxyStep.Zip];
            steps.AddRange(left.Select(step => new ProxyExchange(step, null, new NotChecked(NotCheckedReason.Blocked, "the entry tells no version"), null)));
            return Evidence(entry, position, target, "", steps, null, []);
        }

        var speed = await AskForVersionAsync(entry, target, version, steps, cancellationToken);
        return Evidence(entry, position, target, version, steps, speed, []);
    }

    /// <summary>The URL of something below an entry; its credentials stay.</summary>
    public static Uri Below(Uri entry, string path) => new($"{entry.AbsoluteUri.TrimEnd('/')}/{path}");

    private async Task<double?> AskForVersionAsync(GoProxyEntry entry, ModuleTarget target, string version, List<ProxyExchange> steps, CancellationToken cancellationToken)
    {
        var start = $"{target.EscapedPath}/@v/{ModuleTarget.EscapeVersion(version)}";
        var info = new List<ProxyExchange>();
        var goMod = new List<ProxyExchange>();
        var zip = new List<ProxyExchange>();
        var isQuery = !ModuleVersion.TryParse(version, out _, out _);
        await Task.WhenAll(
            StepAsync(ProxyStep.Info, entry, start + ".info", body => CheckInfo(body, isQuery ? null : version), info, cancellationToken),
            isQuery ? SkipAsync(ProxyStep.GoMod, goMod) : StepAsync(ProxyStep.GoMod, entry, start + ".mod", CheckGoMod, goMod, cancellationToken),
            isQuery ? SkipAsync(ProxyStep.Zip, zip) : StepAsync(ProxyStep.Zip, entry, start + ".zip", CheckZip, zip, cancellationToken, ZipBytes));
        steps.AddRange([.. info, .. goMod, .. zip]);
        return zip[0].Exchange?.Last is { Content.ReadBytes: >= SpeedBytes and var bytes, Phases.TransferMs: > 0 and var took } ? bytes / (took / 1000) : null;
    }

    private async Task<HttpProbeResult> StepAsync(
        ProxyStep step,
        GoProxyEntry entry,
        string path,
        Func<byte[], string?> check,
        List<ProxyExchange> steps,
        CancellationToken cancellationToken,
        int most = DocumentBytes)
    {
        var result = await http.GetAsync(new HttpProbeRequest(Below(entry.Url!, path)) { Limit = StepLimit, MaxBodyBytes = most }, cancellationToken);
        var isAnswer = result.Exchange is { Outcome: HttpOutcome.Answered, Status: 200 };
        var problem = isAnswer ? check(result.Body) : null;
        steps.Add(new ProxyExchange(step, result.Exchange, null, problem, isAnswer && problem is null && result.IsWhole ? HashOf(step, result.Body) : null));
        return result;
    }

    private static Task<HttpProbeResult> SkipAsync(ProxyStep step, List<ProxyExchange> steps)
    {
        steps.Add(new ProxyExchange(step, null, new NotChecked(NotCheckedReason.NotNeeded, "a query has none: only what it resolves to has"), null));
        return Task.FromResult(new HttpProbeResult(null!, []));
    }

    private static string? HashOf(ProxyStep step, byte[] body) => step switch
    {
        ProxyStep.GoMod => ModuleHash.HashGoMod(body).ToString(),
        ProxyStep.Zip when ModuleHash.TryHashZip(new MemoryStream(body), out var hash, out _, CancellationToken.None) => hash.ToString(),
        _ => null,
    };

    private static string? NewestOf(HttpProbeResult list) =>
        list.IsWhole && VersionListText.TryParse(list.Body, out var text, out _) && text.Versions.Count > 0
            ? (text.Versions.LastOrDefault(version => !version.IsPrerelease) is { Value.Length: > 0 } release ? release : text.Versions[^1]).Value
            : null;

    private static string? CheckList(byte[] body)
    {
        var lines = Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var bad = Array.Find(lines, line => !line.StartsWith('v'));
        return bad is null ? null : $"a line is no version: \"{bad[..Math.Min(bad.Length, 80)]}\"";
    }

    private static string? CheckInfo(byte[] body, string? version) =>
        !ModuleInfo.TryParse(body, out var info, out var error) ? error : version is not null && info.Version.Value != version ? $"it is about {info.Version}, not {version}" : null;

    private static string? CheckGoMod(byte[] body) => GoModFile.ModulePathOf(body) is null ? "no module line" : null;

    private static string? CheckZip(byte[] body) => Bodies.Describe(body, null, false).Kind == ContentKind.Zip ? null : "does not begin like a zip";

    private static IReadOnlyList<FileFact> LookAtTree(string folder, ModuleTarget target)
    {
        var versions = Path.Combine(folder, target.EscapedPath, "@v");
        string[] endings = target.Version.Length == 0 ? [] : [".info", ".mod", ".zip"];
        return
        [
            HostFiles.Look(folder),
            HostFiles.Look(Path.Combine(versions, "list")),
            .. endings.Select(ending => HostFiles.Look(Path.Combine(versions, ModuleTarget.EscapeVersion(target.Version) + ending))),
        ];
    }

    private static GoProxyEvidence Evidence(
        GoProxyEntry entry, int position, ModuleTarget target, string version, List<ProxyExchange> steps, double? speed, IReadOnlyList<FileFact> tree) =>
        new(entry.Name, position, entry.ContinuesOnAnyFault, target.Path, version, target.IsReference, steps, speed, tree);
}
