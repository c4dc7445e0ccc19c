using System.Text.Json;
using Sluice.Api;
using Sluice.Api.Store;
using Sluice.Cli.Wiring;

namespace Sluice.Cli.Tests.Commands;

public sealed class StoreTests
{
    private static readonly StoreVerifyReport Damaged = new(
        "/var/lib/sluice",
        420,
        1_234_567_890,
        7,
        4321,
        1002,
        [new("rsc.io/quote/@v/v1.5.2.zip", "store.wrong-hash", "the file's hash is not the recorded one"), new("rsc.io/a/@v/v1.0.0.info", "store.malformed", "not JSON")]);

    [Fact]
    public async Task Verify_names_what_is_damaged_and_exits_3()
    {
        using var fixture = new CliFixture { VerifyReport = Damaged };

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("store", "verify", "--data", "."));

        ApprovedText.Check("tests/Sluice.Cli.Tests/expectations/store-verify.txt", fixture.Out.ToString());
    }

    [Fact]
    public async Task Verify_of_a_sound_store_exits_0()
    {
        using var fixture = new CliFixture { VerifyReport = Damaged with { Problems = [], ProblemCount = 0, HashesWritten = 0 } };

        Assert.Equal(0, await fixture.RunAsync("store", "verify", "--data", "."));

        Assert.Equal("checked 420 files (1.2 GB) in 4.3 s: all is well\n", fixture.Out.ToString());
    }

    [Fact]
    public async Task Verify_says_what_was_healed_and_exits_0_when_all_was()
    {
        var healed = Damaged with
        {
            ProblemCount = 2,
            Healed = 2,
            VouchedFor = 300,
            Unverified = 4,
            Problems = [.. Damaged.Problems.Select(problem => problem with { IsHealed = true, Healing = "fetched anew; the bad copy is in quarantine" })],
        };
        using var fixture = new CliFixture { HealReport = healed };

        Assert.Equal(0, await fixture.RunAsync("store", "verify", "--heal", "--data", "."));
        ApprovedText.Check("tests/Sluice.Cli.Tests/expectations/store-verify-heal.txt", fixture.Out.ToString());

        fixture.HealReport = healed with { Healed = 1 };
        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("store", "verify", "--heal", "--data", "."));
    }

    [Fact]
    public async Task Verify_prints_json_alone()
    {
        using var fixture = new CliFixture { VerifyReport = Damaged };

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("store", "verify", "--data", ".", "--format", "json"));

        var report = JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.StoreVerifyReport)!;
        Assert.Equal(("sluice.store.verify/2", 420, Damaged.Problems[1]), (report.Schema, report.Artefacts, report.Problems[1]));
    }

    [Fact]
    public async Task Stats_is_a_table()
    {
        using var fixture = new CliFixture
        {
            StatisticsReport = new("/var/lib/sluice", 12, 140, 100, 320, 987_654_321, [new("golang.org/x/text", 14, 123_456_789), new("rsc.io/quote", 1, 9_999)])
            {
                LastWrittenAt = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(1)),
            },
        };

        Assert.Equal(0, await fixture.RunAsync("store", "stats", "--data", "."));
        ApprovedText.Check("tests/Sluice.Cli.Tests/expectations/store-stats.txt", fixture.Out.ToString());

        fixture.Out.GetStringBuilder().Clear();
        Assert.Equal(0, await fixture.RunAsync("store", "stats", "--data", ".", "--format", "json"));
        Assert.Equal(140, JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.StoreStatisticsReport)!.Versions);
    }

    [Fact]
    public async Task Origins_are_what_moved_or_went_and_all_when_asked_for()
    {
        var seen = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
        using var fixture = new CliFixture
        {
            OriginsReport = new(
                "/var/lib/sluice",
                [
                    new("corp.example/lib", "v1.0.0", "moved", seen.AddDays(2), "git", "https://git.corp.example/lib.git", new string('a', 40), seen) { Ref = "refs/tags/v1.0.0", HashNow = new string('b', 40) },
                    new("corp.example/lib", "v1.1.0", "lost", seen.AddDays(3), "git", "https://git.corp.example/lib.git", new string('c', 40), seen) { Ref = "refs/tags/v1.1.0" },
                    new("corp.example/tool", "v0.0.0-20260203040506-dddddddddddd", "present", seen, "hg", "https://hg.corp.example/tool", new string('d', 40), seen),
                ],
                []),
        };

        Assert.Equal(ExitCodes.Warnings, await fixture.RunAsync("store", "origins", "--data", "."));
        ApprovedText.Check("tests/Sluice.Cli.Tests/expectations/store-origins.txt", fixture.Out.ToString());

        fixture.Out.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Warnings, await fixture.RunAsync("store", "origins", "--all", "--data", ".", "--format", "json"));
        Assert.Equal(3, JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.StoreOriginsReport)!.Origins.Count);

        fixture.OriginsReport = fixture.OriginsReport with { Origins = [fixture.OriginsReport.Origins[2]] };
        fixture.Out.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Fine, await fixture.RunAsync("store", "origins", "--data", "."));
        Assert.Equal("1 version from repositories: all origins are as they were\n", fixture.Out.ToString());
    }

    [Theory]
    [InlineData("auto", "Auto")]
    [InlineData("gomodcache", "GoModCache")]
    [InlineData("goproxy", "GoProxy")]
    [InlineData("athens", "Athens")]
    public async Task Import_hands_over_directory_and_kind(string word, string kind)
    {
        using var fixture = new CliFixture();
        fixture.Write("cache/x", "");

        Assert.Equal(0, await fixture.RunAsync("store", "import", "--kind", word, "--data", "data", "cache"));

        var imported = fixture.Imported!;
        Assert.Equal(Path.Combine(fixture.Root, "cache"), imported.From);
        Assert.Equal(Enum.Parse<StoreImportKind>(kind), imported.Kind);
        Assert.Equal(Path.Combine(fixture.Root, "data"), imported.Settings.DataDirectory);
        Assert.Contains("(gomodcache): 2 versions\n5 files imported (3.0 kB), 1 stored already, in 12 ms: all is well", fixture.Out.ToString());
    }
}
