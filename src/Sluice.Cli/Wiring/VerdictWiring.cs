using Sluice.Api.SumDb;
using Sluice.Core.Verdicts;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Server.Configuration;
using Sluice.Server.Hosting;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>sumdb verdict</c> with everybody who is asked.</summary>
internal static class VerdictWiring
{
    public static async Task<VerdictReport> JudgeAsync(
        GatewaySettings settings, ModulePath path, ModuleVersion version, CliContext context, CancellationToken cancellationToken)
    {
        await using var pipeline = GatewayPipeline.Create(settings, GatewayWiring.EnvironmentOf(context, Stream.Null), new SessionLog(context));
        var sides = await pipeline.Witnesses.AskAsync(path, version, cancellationToken);
        var verdict = VerdictRules.Judge(sides);
        return new VerdictReport(
            path.Value,
            version.Value,
            WordOf(verdict.Kind),
            verdict.Explanation,
            verdict.Remedy,
            [.. sides.Select(side => ReportOf(side, verdict.Culprits.Contains(side)))]);
    }

    private static VerdictSide ReportOf(VersionSide side, bool isWrong) => new(side.Role.ToString().ToLowerInvariant(), side.Name, isWrong)
    {
        Zip = side.ZipHash,
        GoMod = side.GoModHash,
        RecordId = side.RecordId,
        Error = side.Fault?.ToString(),
    };

    private static string WordOf(VerdictKind kind) => kind switch
    {
        VerdictKind.AllAgree => "all-agree",
        VerdictKind.PoisonedCache => "poisoned-cache",
        VerdictKind.BadUpstream => "bad-upstream",
        VerdictKind.MovedTag => "moved-tag",
        _ => "undecided",
    };
}
