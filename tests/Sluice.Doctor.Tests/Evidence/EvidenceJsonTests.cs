using System.Text;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Tests.Probes;

namespace Sluice.Doctor.Tests.Evidence;

public sealed class EvidenceJsonTests
{
    [Theory]
    [InlineData("", "no evidence")]
    [InlineData("[]", "no evidence")]
    [InlineData("null", "want the schema")]
    [InlineData("{}", "no evidence")]
    public void What_is_no_bundle_is_refused(string json, string error)
    {
        Assert.False(EvidenceJson.TryRead(Encoding.UTF8.GetBytes(json), out _, out var actual));
        Assert.StartsWith(error, actual, StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_schema_is_refused_by_name()
    {
        var json = Encoding.UTF8.GetString(EvidenceJson.Write(Empty())).Replace("sluice.evidence/1", "sluice.evidence/9", StringComparison.Ordinal);

        Assert.False(EvidenceJson.TryRead(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.Equal("want the schema sluice.evidence/1, not sluice.evidence/9", error);
    }

    [Fact]
    public void Evidence_and_the_reason_for_none_exclude_each_other()
    {
        Assert.Throws<ArgumentException>(() => new Probed<ClockEvidence>("", null, null));
        Assert.Throws<ArgumentException>(() => new Probed<ClockEvidence>("", new ClockEvidence([]), new NotChecked(NotCheckedReason.Failed, "x")));
    }

    [Fact]
    public void Damaged_documents_never_throw()
    {
        var random = Seeded.Random(5);
        var json = EvidenceJson.Write(Empty());
        for (var i = 0; i < 2000; i++)
        {
            var damaged = json.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Assert.Equal(EvidenceJson.TryRead(damaged.AsSpan(0, random.Next(damaged.Length + 1)), out var bundle, out var error), bundle is not null && error is null);
        }
    }

    private static EvidenceBundle Empty()
    {
        var why = new NotChecked(NotCheckedReason.NotAsked, "a test");
        return new EvidenceBundle
        {
            ToolVersion = "1",
            CollectedAt = DateTimeOffset.UnixEpoch,
            TookMs = 1.5,
            Asked = new Inquiry([], null, false, true, []),
            Settings = Probed<SettingsEvidence>.Not(why),
            Hosts = Probed<HostsEvidence>.Not(why),
            Resolvers = Probed<ResolverEvidence>.Not(why),
            Cache = Probed<CacheEvidence>.Not(why),
            Machine = Probed<MachineEvidence>.Not(why),
            Clock = Probed<ClockEvidence>.Of(new ClockEvidence([])),
        };
    }
}
