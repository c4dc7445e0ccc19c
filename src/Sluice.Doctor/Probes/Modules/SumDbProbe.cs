using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Http;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;

namespace Sluice.Doctor.Probes.Modules;

/// <summary>Asks the checksum database by one route: what it says of itself, a record, a tile.</summary>
internal sealed class SumDbProbe(HttpProber http, Func<NoteVerifierKey, INoteVerifier>? verifierOf)
{
    /// <summary>Three steps one after another stay within one probe's budget.</summary>
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(3.1);
    private const int DocumentBytes = 1024 * 1024;
    private const int TileHeight = 8;
    private const int TileWidth = 1 << TileHeight;

    /// <summary>Collects it.</summary>
    /// <param name="setting">The database; not off.</param>
    /// <param name="proxy">The GOPROXY entry to go through; null for the direct way.</param>
    /// <param name="target">The module to look up.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<SumDbEvidence> CollectAsync(SumDbSetting setting, GoProxyEntry? proxy, ModuleTarget target, CancellationToken cancellationToken)
    {
        var route = RouteOf(setting, proxy);
        var steps = new List<ProxyExchange>();
        if (proxy is not null)
        {
            var supported = await StepAsync(ProxyStep.SumDbSupported, route, "supported", _ => null, cancellationToken);
            steps.Add(supported.Step);
            if (supported.Result.Exchange is not { Outcome: HttpOutcome.Answered, Status: 200 })
            {
                ProxyStep[] left = [ProxyStep.SumDbLatest, ProxyStep.SumDbLookup, ProxyStep.SumDbTile];
                steps.AddRange(left.Select(step => new ProxyExchange(step, null, new NotChecked(NotCheckedReason.Blocked, "the proxy does not say that it relays the database"), null)));
                return Evidence(setting, route, proxy, target, steps, default, null);
            }
        }

        return await AskAsync(setting, route, proxy, target, steps, cancellationToken);
    }

    /// <summary>The base URL of a route, without a slash at its end; may hold credentials.</summary>
    public static Uri RouteOf(SumDbSetting setting, GoProxyEntry? proxy) =>
        proxy is not null ? GoProxyProbe.Below(proxy.Url!, $"sumdb/{setting.Name}") : setting.Url ?? new Uri($"https://{setting.Name}");

    private async Task<SumDbEvidence> AskAsync(
        SumDbSetting setting, Uri route, GoProxyEntry? proxy, ModuleTarget target, List<ProxyExchange> steps, CancellationToken cancellationToken)
    {
        var latest = StepAsync(ProxyStep.SumDbLatest, route, "latest", body => ProblemOf(body, setting), cancellationToken);
        var canLookUp = ModulePath.TryParse(target.Path, out var path, out _) & ModuleVersion.TryParse(target.Version, out var version, out _);
        var lookup = canLookUp
            ? StepAsync(ProxyStep.SumDbLookup, route, LookupAnswer.PathOf(path, version), body => LookupAnswer.TryParse(body, out _, out var error) ? null : error, cancellationToken)
            : Task.FromResult((new ProxyExchange(ProxyStep.SumDbLookup, null, new NotChecked(NotCheckedReason.NotNeeded, "no module version was named"), null), (HttpProbeResult)null!));
        var (latestStep, head) = await latest;
        var isSigned = Tri.NotChecked;
        string? problem = null;
        var tree = default(TreeHead);
        if (head.IsWhole)
        {
            isSigned = Open(head.Body, setting, out tree, out problem);
        }

        var tilePath = tree.Size is > 0 and < TileWidth ? $"tile/{TileHeight}/0/000.p/{tree.Size}" : $"tile/{TileHeight}/0/000";
        var tile = await StepAsync(ProxyStep.SumDbTile, route, tilePath, body => body.Length % 32 == 0 && body.Length > 0 ? null : "not a row of hashes", cancellationToken);
        var (lookupStep, record) = await lookup;
        steps.AddRange([latestStep, lookupStep, tile.Step]);
        var evidence = Evidence(setting, route, proxy, target, steps, tree, problem) with { IsSigned = isSigned };
        return record is { IsWhole: true } && LookupAnswer.TryParse(record.Body, out var answer, out _)
            ? evidence with { ZipHashes = answer.HashesOf(path, version, GoSumKind.Zip), GoModHashes = answer.HashesOf(path, version, GoSumKind.GoMod) }
            : evidence;
    }

    private string? ProblemOf(byte[] body, SumDbSetting setting)
    {
        Open(body, setting, out _, out var problem);
        return problem;
    }

    /// <summary>Opens a tree head. Without a verifier only its form is looked at.</summary>
    private Tri Open(byte[] body, SumDbSetting setting, out TreeHead head, out string? problem)
    {
        head = default;
        var canVerify = verifierOf is not null && NoteVerifierKey.TryParse(setting.VerifierKey, out _, out _);
        NoteFault? fault;
        var isOpen = canVerify
            ? SignedNote.TryOpen(body, [verifierOf!(NoteVerifierKey.Parse(setting.VerifierKey))], out var note, out fault)
            : SignedNote.TryParse(body, out note, out fault);
        problem = fault?.ToString();
        if (!isOpen)
        {
            return canVerify ? Tri.No : Tri.NotChecked;
        }

        if (!TreeHead.TryParse(note!.Text, out head, out var error))
        {
            problem = error;
        }

        return canVerify ? Tri.Yes : Tri.NotChecked;
    }

    private async Task<(ProxyExchange Step, HttpProbeResult Result)> StepAsync(
        ProxyStep step, Uri route, string path, Func<byte[], string?> check, CancellationToken cancellationToken)
    {
        var result = await http.GetAsync(new HttpProbeRequest(GoProxyProbe.Below(route, path)) { Limit = StepLimit, MaxBodyBytes = DocumentBytes }, cancellationToken);
        var isAnswer = result.Exchange is { Outcome: HttpOutcome.Answered, Status: 200 };
        return (new ProxyExchange(step, result.Exchange, null, isAnswer ? check(result.Body) : null), result);
    }

    private static SumDbEvidence Evidence(
        SumDbSetting setting, Uri route, GoProxyEntry? proxy, ModuleTarget target, List<ProxyExchange> steps, TreeHead tree, string? problem) =>
        new(setting.Name, HttpHops.Show(route).TrimEnd('/'), proxy?.Name, target.Path, target.Version, steps, tree.Size > 0 ? tree.Size : null, Tri.NotChecked, problem, [], []);
}
