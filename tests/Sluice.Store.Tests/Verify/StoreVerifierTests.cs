using Sluice.Core.Ports;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.Blobs;
using Sluice.Store.Verify;

namespace Sluice.Store.Tests.Verify;

public sealed class StoreVerifierTests : IDisposable
{
    private const string Folder = "example.com/m/@v/";
    private static readonly Artefact Zip = Artefact.Zip(ModulePath.Parse("example.com/m"), ModuleVersion.Parse("v1.0.0"));
    private readonly byte[] _zip = ModuleZips.Create("example.com/m", "v1.0.0");
    private readonly Scratch _scratch = new();
    private readonly DiskStore _store;
    private readonly TestGate _gate;

    public StoreVerifierTests()
    {
        _store = DiskStore.Open(new DiskStoreOptions { Directory = _scratch.Directory }, TimeProvider.System);
        _gate = new TestGate(_scratch.Directory);
        _scratch.Write(Folder + "v1.0.0.info", """{"Version":"v1.0.0","Time":"2024-01-02T03:04:05Z"}""");
        _scratch.Write(Folder + "main.info", """{"Version":"v1.0.1-0.20240102030405-0123456789ab"}""");
        _scratch.Write(Folder + "v1.0.0.mod", "module example.com/m\n");
        _scratch.Write(Folder + "v1.0.0.zip", _zip);
        _scratch.Write(Folder + "v1.0.0.ziphash", ModuleZips.Hash(_zip));
        _scratch.Write(Folder + "list", "v1.0.0\nv1.0.0 2024-01-02T03:04:05Z\njunk\n");
        _scratch.Write("example.com/m/@latest", """{"version":"v1.0.0"}""");
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _gate.Dispose();
        _store.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_sound_store_has_no_problems()
    {
        var result = await VerifyAsync();
        Assert.Empty(result.Problems);
        Assert.Equal((6, 0), (result.Artefacts, result.HashesWritten));
        Assert.Equal(_store.Enumerate().Sum(entry => entry.SizeBytes), result.SizeBytes);
    }

    public static TheoryData<string, string, VerificationProblemKind> Bad => new()
    {
        { Folder + "v1.0.0.info", """{"Version":"v1.0.1"}""", VerificationProblemKind.WrongVersion },
        { Folder + "v1.0.0.info", """{"Version":"v1.0.0" """, VerificationProblemKind.Malformed },
        { Folder + "v1.0.0.info", "", VerificationProblemKind.Malformed },
        { Folder + "v1.0.0.info", """["v1.0.0"]""", VerificationProblemKind.Malformed },
        { Folder + "v1.0.0.info", """{"Version":"v1.0.0","Time":"yesterday"}""", VerificationProblemKind.Malformed },
        { Folder + "main.info", """{"Version":"main"}""", VerificationProblemKind.Malformed },
        { Folder + "list", "<html><body>log in</body></html>", VerificationProblemKind.Malformed },
        { Folder + "v1.0.0.mod", "\r\n <html>", VerificationProblemKind.Malformed },
        { Folder + "v1.0.0.zip", "no zip", VerificationProblemKind.IllegalZip },
        { Folder + "v1.0.0.ziphash", "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", VerificationProblemKind.WrongHash },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Damage_is_found_and_named(string file, string content, VerificationProblemKind kind)
    {
        _scratch.Write(file, content);
        var problem = Assert.Single((await VerifyAsync()).Problems);
        Assert.Equal(kind, problem.Kind);
        Assert.StartsWith(problem.Artefact.ToString(), file, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Text);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_problem_and_the_rest_is_checked()
    {
        using (var file = File.OpenWrite(_scratch[Folder + "v1.0.0.mod"]))
        {
            file.SetLength(DiskStore.MaxDocumentBytes + 1);
        }

        var result = await VerifyAsync();
        Assert.Equal(VerificationProblemKind.Unreadable, Assert.Single(result.Problems).Kind);
        Assert.Equal(6, result.Artefacts);
    }

    [Fact]
    public async Task A_missing_hash_is_recorded_unless_that_is_not_wanted()
    {
        File.Delete(_scratch[Folder + "v1.0.0.ziphash"]);
        Assert.Equal(0, (await VerifyAsync(new VerificationOptions { WriteMissingHashes = false })).HashesWritten);
        Assert.Null(await _store.ReadZipHashAsync(Zip, Cancelled));
        Assert.Equal(1, (await VerifyAsync()).HashesWritten);
        Assert.Equal(ModuleZips.Hash(_zip), await _store.ReadZipHashAsync(Zip, Cancelled));
    }

    [Fact]
    public async Task Problems_beyond_the_limit_are_counted_only()
    {
        _scratch.Write(Folder + "v1.0.0.info", "");
        _scratch.Write(Folder + "v1.0.0.zip", "no zip");
        var result = await VerifyAsync(new VerificationOptions { MaxProblems = 1 });
        Assert.Equal((2, 1), (result.ProblemCount, result.Problems.Count));
    }

    [Fact]
    public void Statistics_count_modules_versions_and_bytes()
    {
        var other = _scratch.Write("example.com/n/@v/v0.1.0.mod", new byte[100_000]);
        var newest = DateTime.UnixEpoch.AddYears(200);
        File.SetLastWriteTimeUtc(other, newest);
        var statistics = StoreStatistics.Collect(_store, biggest: 1, Cancelled);
        Assert.Equal((2, 2), (statistics.Modules, statistics.Versions));
        Assert.Equal(_store.Enumerate().Sum(entry => entry.SizeBytes), statistics.SizeBytes);
        Assert.Equal(new KindStatistics(1, _zip.Length), statistics.ByKind[ArtefactKind.Zip]);
        Assert.Equal(2, statistics.ByKind[ArtefactKind.GoMod].Count);
        Assert.Equal(2, statistics.ByKind[ArtefactKind.Info].Count);
        Assert.Equal(new ModuleStatistics(ModulePath.Parse("example.com/n"), 1, 100_000), Assert.Single(statistics.Biggest));
        Assert.Equal(newest, statistics.LastWrittenAt!.Value.UtcDateTime);
    }

    [Fact]
    public void Statistics_of_an_empty_store_are_empty()
    {
        using var empty = new Scratch();
        using var store = DiskStore.Open(new DiskStoreOptions { Directory = empty.Directory }, TimeProvider.System);
        var statistics = StoreStatistics.Collect(store, biggest: 10, Cancelled);
        Assert.Equal((0, 0, 0L), (statistics.Modules, statistics.Versions, statistics.SizeBytes));
        Assert.Null(statistics.LastWrittenAt);
        Assert.Equal(5, statistics.ByKind.Count);
    }

    [Fact]
    public async Task What_a_checksum_database_vouches_for_is_counted()
    {
        _gate.Records(ModuleZips.Hash(_zip), GoModHash);
        var result = await VerifyAsync();
        Assert.Empty(result.Problems);
        Assert.Equal((2, 0), (result.VouchedFor, result.Unverified));
    }

    [Fact]
    public async Task What_a_checksum_database_contradicts_is_a_problem_that_names_both_hashes()
    {
        var other = ModuleZips.Hash(ModuleZips.Create("example.com/m", "v1.0.0", "package other\n"));
        _gate.Records(other, other);
        var result = await VerifyAsync();
        Assert.All(result.Problems, problem => Assert.Equal(VerificationProblemKind.ContradictsLog, problem.Kind));
        Assert.Equal([ArtefactKind.GoMod, ArtefactKind.Zip], result.Problems.Select(problem => problem.Artefact.Kind).Order());
        Assert.Contains(result.Problems, problem => problem.Text == $"its hash is {ModuleZips.Hash(_zip)}, sum.test has {other}");
    }

    [Fact]
    public async Task A_database_that_cannot_be_asked_makes_no_problem_and_is_told()
    {
        _gate.IsUnreachable();
        var result = await VerifyAsync();
        Assert.Empty(result.Problems);
        Assert.Equal((0, 2), (result.VouchedFor, result.Unverified));
    }

    private static string GoModHash => ModuleHash.HashGoMod("module example.com/m\n"u8).ToString();

    private Task<VerificationResult> VerifyAsync(VerificationOptions? options = null) =>
        new StoreVerifier(_store, ModuleZipChecks.Verify, ModuleZipChecks.Hash, _gate.Gate).VerifyAsync(options ?? new VerificationOptions(), null, Cancelled);
}
