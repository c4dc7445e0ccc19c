using System.Net;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Core.Verdicts;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Server.Tests.Hosting;
using Sluice.Store.Records;
using Sluice.Testing;

namespace Sluice.Server.Tests.Endpoints;

/// <summary>An upstream that gives other content than the checksum database recorded, before 200 clients at once.</summary>
public sealed class PoisonedUpstreamTests
{
    private const int Clients = 200;
    private const string Zip = "example.com/m/@v/v1.0.0.zip";
    private static readonly byte[] Poison = new ModuleFixture().Add("example.com/m", "v1.0.0", ("go.mod", "module example.com/m\n"), ("m.go", "package m // poison\n")).Zip;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_client_gets_the_bad_zip_and_evidence_and_audit_exist()
    {
        await using var database = await StartAsync();
        var rig = database.Rig;

        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync(rig)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.BadGateway, answer.Status));
        Assert.All(answers, answer => Assert.Contains("[sumdb.mismatch]", Joined(answer.Body), StringComparison.Ordinal));
        Assert.Equal(1, rig.Upstream.CountOf(Zip));
        Assert.False(File.Exists(Path.Join(rig.Settings.DataDirectory, Zip)));
        var evidence = Assert.Single(Directory.EnumerateFiles(Path.Join(rig.Settings.DataDirectory, ".quarantine"), "evidence.json", SearchOption.AllDirectories));
        var text = await File.ReadAllTextAsync(evidence, Cancelled);
        Assert.Contains(SignedDatabase.HashOf(Poison), text, StringComparison.Ordinal);
        Assert.Contains("\"who\": \"sum.example\"", text, StringComparison.Ordinal);
        Assert.Contains("\"Server\": \"poisoner\"", text, StringComparison.Ordinal);
        using var records = new SqliteRecords(rig.Settings.DataDirectory);
        Assert.Equal(("checksum.mismatch", "example.com/m"), (await records.EventsAsync(Cancelled)).Select(entry => (entry.Kind, entry.Module)).Single());
        Assert.Contains("checksum-mismatch", rig.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(',')]
    [InlineData('|')]
    public async Task With_another_upstream_all_clients_get_the_good_zip(char mark)
    {
        await using var good = await FakeUpstream.StartAsync(GatewayRig.MakeModules());
        await using var database = await StartAsync(good, mark);

        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync(database.Rig)));

        var expected = SignedDatabase.HashOf(GatewayRig.MakeModules().Find("example.com/m", "v1.0.0")!.Zip);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.All(answers, answer => Assert.Equal(expected, SignedDatabase.HashOf(answer.Body)));
        Assert.Equal((1, 1), (database.Rig.Upstream.CountOf(Zip), good.CountOf(Zip)));
        Assert.Single(Directory.EnumerateFiles(Path.Join(database.Rig.Settings.DataDirectory, ".quarantine"), "evidence.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_poisoned_upstream_before_one_that_has_nothing_is_no_proof_of_absence()
    {
        await using var empty = await FakeUpstream.StartAsync(new ModuleFixture());
        await using var database = await StartAsync(empty, ',');

        var (status, body) = await AskAsync(database.Rig);

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Contains("[sumdb.mismatch]", Joined(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_asked_who_is_wrong_names_the_upstream()
    {
        await using var good = await FakeUpstream.StartAsync(GatewayRig.MakeModules());
        await using var database = await StartAsync(good, ',');

        var sides = await database.Rig.Host.Pipeline.Witnesses.AskAsync(ModulePath.Parse("example.com/m"), ModuleVersion.Parse("v1.0.0"), Cancelled);

        var verdict = VerdictRules.Judge(sides);
        Assert.Equal((VerdictKind.BadUpstream, database.Rig.Upstream.Url), (verdict.Kind, verdict.Culprits.Single().Name.TrimEnd('/')));
        Assert.Equal([SideRole.Record, SideRole.Stored, SideRole.Upstream, SideRole.Upstream, SideRole.Origin], sides.Select(side => side.Role));
    }

    [Fact]
    public async Task What_nobody_vouches_for_is_refused_where_that_is_required_with_a_text_that_says_so()
    {
        await using var database = await SignedDatabase.StartAsync("sum.example", (settings, _) => settings with { SumDbPolicy = ChecksumPolicy.Require });

        var (status, body) = await AskAsync(database.Rig);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("[sumdb.not-found]", Joined(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Toolchains_are_compared_like_every_module()
    {
        const string Version = "v0.0.1-go1.21.0.linux-amd64";
        const string Place = "/golang.org/toolchain/@v/" + Version;
        var fixture = new ModuleFixture();
        var toolchain = fixture.Add("golang.org/toolchain", Version, ("go.mod", "module golang.org/toolchain\n"), ("bin/go", "a program"));
        await using var good = await FakeUpstream.StartAsync(fixture);
        await using var database = await SignedDatabase.StartAsync(
            "sum.example", (settings, _) => settings with { Upstreams = GatewayRig.Chain(good.Url), SumDbPolicy = ChecksumPolicy.Require });
        await database.AddAsync(toolchain);

        using var sound = await database.Rig.GetAsync(Place + ".zip");
        Assert.Equal(HttpStatusCode.OK, sound.StatusCode);

        var bad = new ModuleFixture().Add("golang.org/toolchain", Version, ("go.mod", "module golang.org/toolchain\n"), ("bin/go", "another program"));
        good.On(Place.TrimStart('/') + ".zip", Behaviours.Answer(new UpstreamAnswer(200, bad.Zip, "application/zip")));
        database.Rig.Host.Pipeline.Store.Remove(Artefact.Zip(ModulePath.Parse("golang.org/toolchain"), ModuleVersion.Parse(Version)));
        using var poisoned = await database.Rig.GetAsync(Place + ".zip");
        Assert.Equal(HttpStatusCode.BadGateway, poisoned.StatusCode);
    }

    private static async Task<SignedDatabase> StartAsync(FakeUpstream? second = null, char mark = ',')
    {
        var database = await SignedDatabase.StartAsync(
            "sum.example",
            (settings, upstream) => second is null ? settings : settings with { Upstreams = GatewayRig.Chain($"{upstream.Url}{mark}{second.Url}") });
        await database.AddAsync(GatewayRig.MakeModules().Find("example.com/m", "v1.0.0")!);
        database.Rig.Upstream.On(Zip, Behaviours.Answer(new UpstreamAnswer(200, Poison, "application/zip").With("Server", "poisoner")));
        return database;
    }

    private static async Task<(HttpStatusCode Status, byte[] Body)> AskAsync(GatewayRig rig)
    {
        using var answer = await rig.GetAsync("/" + Zip);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(Cancelled));
    }

    private static string Joined(byte[] body) => System.Text.Encoding.UTF8.GetString(body).Replace("\n  ", " ", StringComparison.Ordinal);
}
