using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Modules;
using Sluice.Modules.GoEnvironment;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Modules;

public sealed class GoProxyProbeTests : IAsyncLifetime
{
    private readonly TestHost _host = new();
    private readonly ModuleFixture _fixture = new();
    private FakeUpstream _upstream = null!;

    public async ValueTask InitializeAsync()
    {
        _fixture.Add("example.com/Big", "v1.0.0", ("go.mod", "module example.com/Big\n"));
        _fixture.Add("example.com/Big", "v1.1.0-rc.1", ("go.mod", "module example.com/Big\n"));
        _upstream = await FakeUpstream.StartAsync(_fixture);
    }

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task A_healthy_entry_answers_every_step()
    {
        var proxy = await AskAsync(new ModuleTarget("example.com/Big", "v1.0.0"));

        Assert.Equal([ProxyStep.List, ProxyStep.Info, ProxyStep.GoMod, ProxyStep.Zip], proxy.Steps.Select(step => step.Step));
        Assert.All(proxy.Steps, step => Assert.Equal((200, null), (step.Exchange!.Status, step.FormProblem)));
        Assert.Equal(ContentKind.Zip, proxy[ProxyStep.Zip]!.Last.Content!.Kind);
        Assert.Contains(_upstream.Requests, request => request.RawTarget.EndsWith("/example.com/!big/@v/v1.0.0.zip", StringComparison.Ordinal));
        Assert.Equal(1, proxy.Position);
    }

    [Fact]
    public async Task Without_a_version_the_latest_is_taken()
    {
        var proxy = await AskAsync(new ModuleTarget("example.com/Big", ""));

        Assert.Equal("v1.0.0", proxy.Version);
        Assert.Contains(proxy.Steps, step => step.Step == ProxyStep.Latest);
    }

    [Fact]
    public async Task A_portal_page_under_200_is_no_answer_to_any_question()
    {
        _upstream.OnAll(Behaviours.Html("<!DOCTYPE html><title>Sign in</title>"));

        var proxy = await AskAsync(new ModuleTarget("example.com/Big", "v1.0.0"));

        Assert.All(proxy.Steps, step => Assert.NotNull(step.FormProblem));
        Assert.Equal("Sign in", proxy[ProxyStep.List]!.Last.Content!.Title);
    }

    [Fact]
    public async Task Zips_elsewhere_are_followed_and_their_refusal_is_seen_alone()
    {
        await using var storage = LoopbackServer.StartHttp(_ => LoopbackServer.Response(403, "denied"));
        _upstream.On("example.com/!big/@v/v1.0.0.zip", Behaviours.Redirect($"http://127.0.0.1:{storage.Port}/blob"));

        var proxy = await AskAsync(new ModuleTarget("example.com/Big", "v1.0.0"));

        Assert.Equal([302, 403], proxy[ProxyStep.Zip]!.Hops.Select(hop => hop.Status!.Value));
        Assert.Equal(200, proxy[ProxyStep.GoMod]!.Status);
    }

    [Fact]
    public async Task Another_version_in_the_info_is_seen()
    {
        _upstream.On("example.com/!big/@v/v1.0.0.info", Behaviours.Status(200, "{\"Version\":\"v9.0.0\"}", "application/json"));

        var proxy = await AskAsync(new ModuleTarget("example.com/Big", "v1.0.0"));

        Assert.Equal("it is about v9.0.0, not v1.0.0", proxy.Steps.Single(step => step.Step == ProxyStep.Info).FormProblem);
    }

    [Fact]
    public async Task An_entry_that_knows_no_version_leaves_the_rest_unchecked()
    {
        var proxy = await AskAsync(new ModuleTarget("example.com/none", ""));

        Assert.Equal(404, proxy[ProxyStep.List]!.Status);
        Assert.Equal(NotCheckedReason.Blocked, proxy.Steps.Single(step => step.Step == ProxyStep.Zip).NotChecked!.Reason);
    }

    [Fact]
    public async Task A_file_tree_is_looked_at()
    {
        _host.WriteHome("tree/example.com/m/@v/v1.0.0.info", "{}");
        Assert.True(GoProxyList.TryParse($"file://{_host.Home}/tree", out var list, out _));

        var proxy = await new GoProxyProbe(new Net(_host).Http).CollectAsync(list.Entries[0], 1, new ModuleTarget("example.com/m", "v1.0.0"), TestContext.Current.CancellationToken);

        Assert.Equal([true, false, true, false, false], proxy.FileTree.Select(file => file.Exists));
        Assert.Empty(proxy.Steps);
    }

    private Task<GoProxyEvidence> AskAsync(ModuleTarget target)
    {
        Assert.True(GoProxyList.TryParse(_upstream.Url + ",direct", out var list, out _));
        return new GoProxyProbe(new Net(_host).Http).CollectAsync(list.Entries[0], 1, target, TestContext.Current.CancellationToken).OrFail();
    }
}
