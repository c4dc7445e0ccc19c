using Sluice.Core.Faults;
using Sluice.Core.Verdicts;

namespace Sluice.Core.Tests.Verdicts;

public sealed class VerdictRulesTests
{
    /// <summary>What record, store, first proxy, second proxy and origin have: a letter for a content, <c>-</c> for nothing, <c>m</c> for a tag that is known to have moved.</summary>
    public static TheoryData<string, VerdictKind, string> Cases => new()
    {
        { "aaaaa", VerdictKind.AllAgree, "" },
        { "a-a-a", VerdictKind.AllAgree, "" },
        { "a---a", VerdictKind.AllAgree, "" },
        { "aa---", VerdictKind.AllAgree, "" },
        { "-aaaa", VerdictKind.AllAgree, "" },
        { "abaaa", VerdictKind.PoisonedCache, "store" },
        { "ab---", VerdictKind.PoisonedCache, "store" },
        { "ab--a", VerdictKind.PoisonedCache, "store" },
        { "a-baa", VerdictKind.BadUpstream, "proxy1" },
        { "a-ab-", VerdictKind.BadUpstream, "proxy2" },
        { "abbaa", VerdictKind.BadUpstream, "proxy1 store" },
        { "a-bca", VerdictKind.BadUpstream, "proxy1 proxy2" },
        { "a-bac", VerdictKind.BadUpstream, "proxy1" },
        { "aaaab", VerdictKind.MovedTag, "origin" },
        { "a---b", VerdictKind.MovedTag, "origin" },
        { "a-abb", VerdictKind.MovedTag, "origin proxy2" },
        { "abbbb", VerdictKind.MovedTag, "origin store proxy1 proxy2" },
        { "aaaam", VerdictKind.MovedTag, "origin" },
        { "-aaam", VerdictKind.MovedTag, "origin" },
        { "a----", VerdictKind.Undecided, "" },
        { "-----", VerdictKind.Undecided, "" },
        { "--a--", VerdictKind.Undecided, "" },
        { "--ab-", VerdictKind.Undecided, "proxy1 proxy2" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_one_who_is_wrong_is_named(string contents, VerdictKind kind, string culprits)
    {
        var verdict = VerdictRules.Judge(SidesOf(contents));

        Assert.Equal(kind, verdict.Kind);
        Assert.Equal(culprits, string.Join(' ', verdict.Culprits.Select(side => side.Name)));
        Assert.Equal(kind == VerdictKind.AllAgree, verdict.Remedy.Length == 0);
    }

    [Fact]
    public void A_go_mod_alone_tells_a_bad_upstream()
    {
        VersionSide[] sides =
        [
            new(SideRole.Record, "log") { ZipHash = "z", GoModHash = "g" },
            new(SideRole.Upstream, "proxy1") { ZipHash = "z", GoModHash = "other" },
            new(SideRole.Origin, "origin") { ZipHash = "z", GoModHash = "g" },
        ];

        Assert.Equal(VerdictKind.BadUpstream, VerdictRules.Judge(sides).Kind);
    }

    private static VersionSide[] SidesOf(string contents) =>
    [
        Side(SideRole.Record, "log", contents[0]),
        Side(SideRole.Stored, "store", contents[1]),
        Side(SideRole.Upstream, "proxy1", contents[2]),
        Side(SideRole.Upstream, "proxy2", contents[3]),
        Side(SideRole.Origin, "origin", contents[4]),
    ];

    private static VersionSide Side(SideRole role, string name, char content) => content switch
    {
        '-' => new VersionSide(role, name) { Fault = FaultCodes.ConnectTimeout.At(name) },
        'm' => new VersionSide(role, name) { Fault = FaultCodes.TagMoved.At(name) },
        _ => new VersionSide(role, name) { ZipHash = $"zip {content}", GoModHash = $"mod {content}" },
    };
}
