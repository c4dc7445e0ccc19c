using System.Net;
using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Transfers;

/// <summary>An upstream that cheats, stalls or breaks off: a fault with a name, nothing kept, and all is well once it heals.</summary>
public sealed class BrokenUpstreamTests : IAsyncLifetime
{
    private readonly TempDirectory _scratch = new();
    private readonly ModuleFixture _fixture = new();
    private readonly FixtureModule _module;
    private FakeUpstream _upstream = null!;
    private SluiceProcess _gateway = null!;
    private GatewayClient _client = null!;

    public BrokenUpstreamTests() => _module = _fixture.AddSized("example.com/broken", "v1.0.0", 200_000);

    public async ValueTask InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync(_fixture);
        _gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], _upstream.Url));
        _client = new GatewayClient(_gateway.Url);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public Task A_zip_cut_short() => AssertRefusedAsync("zip", Behaviours.Truncated(100_000), HttpStatusCode.BadGateway, "upstream.truncated");

    [Fact]
    public Task A_zip_cut_short_without_an_announced_length() =>
        AssertRefusedAsync("zip", Behaviours.TruncatedWithoutLength(100_000), HttpStatusCode.BadGateway, "upstream.malformed");

    [Fact]
    public Task A_zip_with_a_content_length_that_is_too_big() =>
        AssertRefusedAsync("zip", Behaviours.WrongLength(_module.Zip.Length + 10), HttpStatusCode.BadGateway, "upstream.truncated");

    [Fact]
    public Task A_zip_with_a_content_length_that_is_too_small() =>
        AssertRefusedAsync("zip", Behaviours.WrongLength(_module.Zip.Length - 10), HttpStatusCode.BadGateway, "upstream.malformed");

    [Theory]
    [InlineData("zip")]
    [InlineData("mod")]
    [InlineData("info")]
    public Task A_web_page_with_status_200(string extension) => AssertRefusedAsync(extension, Behaviours.Html(), HttpStatusCode.BadGateway, "proxy.blocked");

    [Theory]
    [InlineData("mod")]
    [InlineData("info")]
    public Task A_document_cut_short(string extension) => AssertRefusedAsync(extension, Behaviours.Truncated(5), HttpStatusCode.BadGateway, "upstream.truncated");

    [Fact]
    public Task An_info_of_another_version() =>
        AssertRefusedAsync("info", Behaviours.Status(200, """{"Version":"v1.0.1"}""", "application/json"), HttpStatusCode.BadGateway, "upstream.wrong-version");

    [Fact]
    public Task An_upstream_that_never_answers() => AssertGivenUpAsync(Behaviours.Silence);

    [Fact]
    public async Task An_upstream_that_stops_in_the_middle()
    {
        var tap = new Tap();
        tap.Release(100_000);
        await AssertGivenUpAsync(Behaviours.Drip(tap));
    }

    [Fact]
    public Task An_upstream_that_hangs_up() => AssertRefusedAsync("zip", Behaviours.Abort, HttpStatusCode.ServiceUnavailable, "tcp.reset");

    [Fact]
    public async Task A_zip_that_is_none_is_refused_though_zips_that_break_the_rules_pass()
    {
        await using var passing = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["passing"], _upstream.Url) { ZipRules = "pass" });
        using var client = new GatewayClient(passing.Url);
        _upstream.On(_module.PathOf("zip"), Behaviours.TruncatedWithoutLength(100_000));
        (await client.GetAsync(_module.PathOf("zip"))).AssertFault(HttpStatusCode.BadGateway, "upstream.malformed");

        _upstream.Heal();
        (await client.GetAsync(_module.PathOf("zip"))).AssertIs(_module.Zip);
        var odd = _fixture.Add("example.com/odd", "v1.0.0", ("go.mod", "module example.com/odd\n"), ("/outside.txt", "not in the module's folder\n"));
        (await client.GetAsync(odd.PathOf("zip"))).AssertIs(odd.Zip);
        (await _client.GetAsync(odd.PathOf("zip"))).AssertFault(HttpStatusCode.BadGateway, "module.unpackable");
    }

    private Task AssertRefusedAsync(string extension, Behaviour behaviour, HttpStatusCode status, string code) =>
        AssertRefusedAsync(_client, extension, behaviour, status, code);

    /// <summary>
    /// The zip is given up by a gateway of little patience. Only by it: on a busy machine a sound answer may take as long, so the store's
    /// other gateway is the one that must get the zip once the upstream is well.
    /// </summary>
    private async Task AssertGivenUpAsync(Behaviour behaviour)
    {
        var options = new SluiceOptions(_scratch["data"], _upstream.Url).WithLimits("stallTimeout: 500ms", "responseTimeout: 500ms");
        await using var impatient = await SluiceProcess.StartAsync(options);
        using var client = new GatewayClient(impatient.Url);
        await AssertRefusedAsync(client, "zip", behaviour, HttpStatusCode.ServiceUnavailable, "goproxy.timeout");
    }

    private async Task AssertRefusedAsync(GatewayClient client, string extension, Behaviour behaviour, HttpStatusCode status, string code)
    {
        var path = _module.PathOf(extension);
        _upstream.On(path, behaviour);
        var refused = await client.GetAsync(path);

        refused.AssertFault(status, code);
        Assert.DoesNotContain(path, StoreFiles.AssertWhole(_scratch["data"], _fixture.Files()));
        Assert.Equal(0, StoreFiles.CountTemporary(_scratch["data"]));

        _upstream.Heal();
        (await _client.GetAsync(path)).AssertIs(extension switch { "zip" => _module.Zip, "mod" => _module.GoMod!, _ => _module.Info! });
    }
}
