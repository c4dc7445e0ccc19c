using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class ChecksumTests
{
    private const string GoModText = "module example.com/m\n";
    private static readonly byte[] Good = Rig.MakeZip(("m.go", "package m\n"));
    private static readonly byte[] Bad = Rig.MakeZip(("m.go", "package m // poisoned\n"));
    private static readonly string GoodHash = HashOf(Good);
    private static readonly string BadHash = HashOf(Bad);
    private static readonly string GoModHash = ModuleHash.HashGoMod(System.Text.Encoding.UTF8.GetBytes(GoModText)).ToString();

    public static TheoryData<ChecksumPolicy> Checking => [ChecksumPolicy.Prefer, ChecksumPolicy.Require];

    [Theory]
    [MemberData(nameof(Checking))]
    public async Task A_zip_as_recorded_is_kept_with_its_hash(ChecksumPolicy policy)
    {
        await using var rig = Serve(Good, policy);
        rig.Database.Records(GoodHash, GoModHash);

        Assert.Equal(Good, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));

        Assert.Equal(GoodHash, await rig.Store.ReadZipHashAsync(Rig.Zip, CancellationToken.None));
        Assert.Empty(await rig.Records.AllUnverifiedAsync(CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Checking))]
    public async Task A_mismatched_zip_is_never_served_and_never_kept(ChecksumPolicy policy)
    {
        await using var rig = Serve(Bad, policy);
        rig.Database.Records(GoodHash, GoModHash);

        var answer = await rig.GetZipAsync(Rig.Zip);

        Assert.Equal(FaultCodes.SumDbMismatch, answer.Fault?.Code);
        Assert.Contains(BadHash, answer.Fault!.Detail);
        Assert.Contains($"{ScriptedDatabase.Name} has {GoodHash}", answer.Fault.Detail);
        Assert.Equal("scripted", answer.Fault.Source);
        Assert.DoesNotContain(rig.Files, file => file.StartsWith("example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mismatch_leaves_the_content_and_the_evidence_in_quarantine_and_in_the_audit_trail()
    {
        await using var rig = Serve(Bad);
        rig.Database.Records(GoodHash, GoModHash);

        await rig.GetZipAsync(Rig.Zip);

        var directory = Path.GetDirectoryName(Path.Join(rig.DataDirectory, Assert.Single(rig.Files, file => file.EndsWith("evidence.json", StringComparison.Ordinal))))!;
        Assert.Equal(Bad, await File.ReadAllBytesAsync(Path.Join(directory, "content"), TestContext.Current.CancellationToken));
        var evidence = await File.ReadAllTextAsync(Path.Join(directory, "evidence.json"), TestContext.Current.CancellationToken);
        Assert.Contains(BadHash, evidence);
        Assert.Contains(GoodHash, evidence);
        Assert.Contains("\"recordId\": 7", evidence);
        var audited = Assert.Single(await rig.Records.EventsAsync(CancellationToken.None));
        Assert.Equal(("checksum.mismatch", "example.com/m", "v1.0.0"), (audited.Kind, audited.Module, audited.Version));
        Assert.Equal(BadHash, Assert.Single(rig.Log.Mismatches).Hash);
    }

    [Fact]
    public async Task A_mismatched_zip_is_not_downloaded_again_for_every_question()
    {
        await using var rig = Serve(Bad);
        rig.Database.Records(GoodHash, GoModHash);

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(FaultCodes.SumDbMismatch, (await rig.GetZipAsync(Rig.Zip)).Fault?.Code);
        }

        Assert.Equal(1, rig.Source.CountOf(Rig.Zip));
    }

    [Fact]
    public async Task A_mismatched_go_mod_is_never_served_and_never_kept()
    {
        await using var rig = Serve(Good);
        rig.Source.Says(Rig.GoMod, "module example.com/m // poisoned\n");
        rig.Database.Records(GoodHash, GoModHash);

        var answer = await rig.GetAsync(Rig.GoMod);

        Assert.Equal(FaultCodes.SumDbMismatch, answer.Fault?.Code);
        Assert.DoesNotContain(rig.Files, file => file.StartsWith("example.com", StringComparison.Ordinal));
        Assert.Single(await rig.Records.EventsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_record_without_comparable_hashes_refuses_nothing()
    {
        await using var rig = Serve(Good);
        rig.Database.Says(new ChecksumAnswer.Recorded(ScriptedDatabase.Name, 7, ["h9:unknown"], []));

        Assert.Equal(Good, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
    }

    [Fact]
    public async Task An_answer_that_does_not_prove_right_is_no_outage()
    {
        await using var rig = Serve(Good);
        rig.Database.Says(new ChecksumAnswer.Untrusted(ScriptedDatabase.Name, FaultCodes.SumDbUntrusted.At()));

        Assert.Equal(FaultCodes.SumDbUntrusted, (await rig.GetZipAsync(Rig.Zip)).Fault?.Code);
        Assert.Equal(FaultCodes.SumDbUntrusted, (await rig.GetAsync(Rig.GoMod)).Fault?.Code);
    }

    public static TheoryData<string, string> Refusals => new() { { "unreachable", "sumdb.unreachable" }, { "absent", "sumdb.not-found" } };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_nobody_vouches_for_is_refused_when_it_must_be_vouched_for(string silence, string code)
    {
        await using var rig = Serve(Good, ChecksumPolicy.Require);
        rig.Database.Says(Silent(silence));

        Assert.Equal(code, (await rig.GetZipAsync(Rig.Zip)).Fault?.Code.Id);
        Assert.Equal(code, (await rig.GetAsync(Rig.GoMod)).Fault?.Code.Id);
    }

    [Theory]
    [InlineData("unreachable")]
    [InlineData("absent")]
    public async Task What_nobody_vouches_for_is_noted_before_it_is_kept(string silence)
    {
        await using var rig = Serve(Good);
        var silent = Silent(silence);
        rig.Database.Says(silent);

        Assert.Equal(Good, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));

        var noted = Assert.Single(await rig.Records.AllUnverifiedAsync(CancellationToken.None));
        Assert.Equal(("example.com/m", "v1.0.0", "scripted"), (noted.Path.Value, noted.Version, noted.Source));
        Assert.Contains(ScriptedDatabase.Name, noted.Reason);
    }

    [Fact]
    public async Task What_was_kept_unverified_is_verified_when_the_database_can_tell()
    {
        await using var rig = Serve(Good);
        rig.Database.Says(Silent("unreachable"));
        await rig.GetZipAsync(Rig.Zip);
        await rig.Gateway.DrainAsync().OrFail();

        rig.Database.Records(GoodHash, GoModHash);
        await Eventually.HoldsAsync(() => !rig.Log.LateVerifications.IsEmpty, rig.Time, TimeSpan.FromSeconds(15));

        Assert.Empty(await rig.Records.AllUnverifiedAsync(CancellationToken.None));
        Assert.Equal(Good, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
    }

    [Fact]
    public async Task What_was_kept_unverified_and_proves_wrong_is_taken_out_of_the_store_with_evidence()
    {
        await using var rig = Serve(Bad);
        rig.Database.Says(Silent("absent"));
        Assert.Equal(Bad, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
        await rig.Gateway.DrainAsync().OrFail();

        rig.Database.Records(GoodHash, GoModHash);
        await Eventually.HoldsAsync(() => !rig.Log.Mismatches.IsEmpty, rig.Time, TimeSpan.FromSeconds(15));
        await Eventually.HoldsAsync(() => !rig.Files.Contains("example.com/m/@v/v1.0.0.zip"));

        Assert.Contains("example.com/m/@v/v1.0.0.mod", rig.Files);
        Assert.Contains(rig.Files, file => file.EndsWith("evidence.json", StringComparison.Ordinal));
        Assert.Equal("checksum.mismatch-after-serving", Assert.Single(await rig.Records.EventsAsync(CancellationToken.None)).Kind);
        Assert.Equal(FaultCodes.SumDbMismatch, (await rig.GetZipAsync(Rig.Zip)).Fault?.Code);
    }

    [Fact]
    public async Task The_late_verification_goes_on_after_a_restart()
    {
        await using var rig = Serve(Bad);
        rig.Database.Says(Silent("unreachable"));
        await rig.GetZipAsync(Rig.Zip);
        await rig.RestartAsync();

        rig.Database.Records(GoodHash, GoModHash);
        await Eventually.HoldsAsync(() => !rig.Log.Mismatches.IsEmpty, rig.Time, TimeSpan.FromSeconds(15));

        Assert.Equal(BadHash, Assert.Single(rig.Log.Mismatches).Hash);
    }

    [Fact]
    public async Task Nothing_is_compared_when_checksums_are_off()
    {
        await using var rig = Serve(Bad, ChecksumPolicy.Off);
        rig.Database.Records(GoodHash, GoModHash);

        Assert.Equal(Bad, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));

        Assert.Equal(0, rig.Database.Questions);
    }

    [Fact]
    public async Task A_new_private_version_is_recorded_in_our_own_log_before_it_is_kept()
    {
        await using var rig = Serve(Good);
        var log = new MemoryChecksumLog();
        rig.OwnLog = log;
        await rig.RestartAsync();

        Assert.Equal(Good, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));

        var entry = Assert.Single(log.Entries);
        Assert.Equal((GoodHash, GoModHash), (Assert.Single(entry.ZipHashes), Assert.Single(entry.GoModHashes)));
    }

    [Fact]
    public async Task A_second_appearance_with_another_content_is_refused_and_reported()
    {
        await using var rig = Serve(Good);
        var log = new MemoryChecksumLog();
        rig.OwnLog = log;
        await rig.RestartAsync();
        await rig.GetZipAsync(Rig.Zip);
        await rig.Gateway.DrainAsync().OrFail();
        rig.Store.Remove(Rig.Zip);
        rig.Source.Sends(Rig.Zip, Bad);

        var answer = await rig.GetZipAsync(Rig.Zip);

        Assert.Equal(FaultCodes.SumDbMismatch, answer.Fault?.Code);
        Assert.Contains($"{MemoryChecksumLog.Name} has {GoodHash}", answer.Fault!.Detail);
        Assert.Equal("checksum.mismatch", Assert.Single(await rig.Records.EventsAsync(CancellationToken.None)).Kind);
        Assert.Equal(GoodHash, Assert.Single(Assert.Single(log.Entries).ZipHashes));
    }

    [Fact]
    public async Task A_public_version_that_nobody_vouches_for_does_not_enter_our_own_log()
    {
        await using var rig = Serve(Good);
        var log = new MemoryChecksumLog();
        rig.OwnLog = log;
        rig.Database.Says(Silent("unreachable"));
        await rig.RestartAsync();

        Assert.Equal(Good, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));

        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task A_public_version_without_a_public_database_does_not_enter_our_own_log()
    {
        await using var rig = Serve(Good, ChecksumPolicy.Off);
        var log = new MemoryChecksumLog();
        rig.OwnLog = log;
        rig.FirstSight = PathPatterns.None;
        await rig.RestartAsync();

        Assert.Equal(Good, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));

        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task A_go_mod_that_is_not_the_recorded_one_of_our_own_log_is_refused()
    {
        await using var rig = Serve(Good);
        rig.OwnLog = new MemoryChecksumLog();
        await rig.RestartAsync();
        rig.Source.Says(Rig.GoMod, FaultCodes.UpstreamFailed.At());
        await rig.GetZipAsync(Rig.Zip);
        await rig.Gateway.DrainAsync().OrFail();
        rig.Source.Says(Rig.GoMod, "module example.com/m // another\n");

        Assert.Equal(FaultCodes.SumDbMismatch, (await rig.GetAsync(Rig.GoMod)).Fault?.Code);
    }

    private static Rig Serve(byte[] zip, ChecksumPolicy policy = ChecksumPolicy.Prefer)
    {
        var rig = new Rig(policy: policy);
        rig.Source.Sends(Rig.Zip, zip);
        rig.Source.Says(Rig.GoMod, GoModText);
        rig.Source.Says(Rig.Info, "{\"Version\":\"v1.0.0\"}");
        return rig;
    }

    private static ChecksumAnswer Silent(string how) => how == "absent"
        ? new ChecksumAnswer.Absent(ScriptedDatabase.Name, FaultCodes.NotFound.At(ScriptedDatabase.Name))
        : new ChecksumAnswer.Unreachable(ScriptedDatabase.Name, FaultCodes.ConnectTimeout.At(ScriptedDatabase.Name));

    private static string HashOf(byte[] zip)
    {
        using var stream = new MemoryStream(zip);
        return ModuleHash.TryHashZip(stream, out var hash, out var problem, CancellationToken.None) ? hash.ToString() : throw new InvalidDataException(problem.ToString());
    }
}
