using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Upstreams;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.Tests.Upstreams;

public sealed class RouteSourceTests
{
    private readonly ScriptedSource _public = new("public", null);
    private readonly ScriptedSource _routed = new("routed", null);
    private readonly ScriptedSource _second = new("second", null);

    [Theory]
    [InlineData("github.com/a/b", "public")]
    [InlineData("corp.test/secret", "direct")]
    [InlineData("git.corp.test/secret", "direct")]
    [InlineData("corp.test/legacy/x", "routed")]
    [InlineData("github.com/acme/fork", "routed")]
    [InlineData("github.com/acme/other", "second")]
    [InlineData("notcorp.test/x", "public")]
    public void The_first_match_decides(string path, string expected) => Assert.Equal(expected, Source().Choose(ModulePath.Parse(path)).Name);

    [Fact]
    public async Task A_private_module_is_never_mentioned_to_the_public_chain()
    {
        var path = ModulePath.Parse("corp.test/secret");
        var version = ModuleVersion.Parse("v1.0.0");
        Assert.True(Revision.TryParse("main", out var revision, out _));
        Artefact[] documents = [Artefact.List(path), Artefact.Latest(path), Artefact.Info(path, revision), Artefact.Info(path, version), Artefact.GoMod(path, version)];
        var context = new FetchContext { RequestId = "r" };
        foreach (var artefact in documents)
        {
            Assert.Equal(FaultCodes.NotDiscovered, (await Source().GetDocumentAsync(artefact, context, TestContext.Current.CancellationToken)).Fault!.Code);
        }

        Assert.Equal(FaultCodes.NotDiscovered, (await Source().GetZipAsync(Artefact.Zip(path, version), new MemorySink(), context, TestContext.Current.CancellationToken)).Fault!.Code);
        Assert.Empty(_public.Asked);
        Assert.Empty(_routed.Asked);
    }

    [Fact]
    public async Task Built_from_settings_a_private_module_reaches_no_server()
    {
        await using var rig = new Rig();
        var chain = await rig.ServeAsync("v1.0.0\n");
        var mirror = await rig.ServeAsync("v2.0.0\n");
        var sources = rig.Registry().CreateRouted(
            List($"{chain.Url},direct"),
            PathPatterns.Parse("corp.test"),
            [
                new RouteDefinition("off", PathPatterns.Parse("corp.test/off"), List(mirror.Url.ToString()), Enabled: false),
                new RouteDefinition("on", PathPatterns.Parse("corp.test/on"), List(mirror.Url.ToString()), Enabled: true),
            ]);
        var source = sources.Chosen;
        Assert.Equal(["direct"], sources.Of(ModulePath.Parse("corp.test/x")).Select(one => one.Source.Name));
        Assert.Equal([false, true], sources.Of(ModulePath.Parse("other.test/x")).Select(one => one.IsOrigin));
        foreach (var path in new[] { "corp.test/x", "corp.test/off" })
        {
            Assert.Equal(FaultCodes.NotDiscovered, (await source.GetDocumentAsync(Artefact.List(ModulePath.Parse(path)), rig.Context, rig.Token)).Fault!.Code);
        }

        Assert.True((await source.GetDocumentAsync(Artefact.List(ModulePath.Parse("corp.test/on")), rig.Context, rig.Token)).IsFound);
        Assert.True((await source.GetDocumentAsync(Artefact.List(ModulePath.Parse("other.test/x")), rig.Context, rig.Token)).IsFound);
        Assert.Equal("/corp.test/on/@v/list", Assert.Single(mirror.Targets));
        Assert.Equal("/other.test/x/@v/list", Assert.Single(chain.Targets));
    }

    [Fact]
    public async Task Chains_share_connections_of_a_server_and_end_with_the_registry()
    {
        await using var rig = new Rig();
        await using var peer = new RawPeer(async (socket, _, token) =>
        {
            for (var head = "first"; head.Length > 0; head = await RawPeer.ReadHeadAsync(socket, token))
            {
                await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), token);
            }
        });
        var registry = rig.Registry();
        foreach (var text in new[] { peer.Url.ToString(), peer.Url + ",off" })
        {
            Assert.True((await registry.CreateChain(List(text)).GetDocumentAsync(Rig.List, rig.Context, rig.Token)).IsFound);
        }

        Assert.Equal(1, peer.Connections);
        registry.Dispose();
        Assert.Throws<ObjectDisposedException>(() => registry.CreateChain(List("https://a.test")));
    }

    [Fact]
    public async Task A_dropped_idle_connection_is_replaced_unnoticed()
    {
        await using var rig = new Rig();
        await using var peer = RawPeer.Saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var upstream = rig.Upstream(peer.Url);
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await upstream.GetDocumentAsync(Rig.List, rig.Context, rig.Token)).IsFound);
        }
    }

    private static GoProxyList List(string text) => GoProxyList.TryParse(text, out var list, out var error) ? list : throw new FormatException(error);

    private RouteSource Source() => new(
        [
            new ModuleRoute(PathPatterns.Parse("corp.test/legacy,github.com/acme/fork"), _routed),
            new ModuleRoute(PathPatterns.Parse("github.com/acme"), _second),
        ],
        PathPatterns.Parse("corp.test,*.corp.test"),
        new ScriptedSource("direct", FaultCodes.NotDiscovered.At("direct")),
        _public);
}
