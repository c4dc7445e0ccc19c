using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Go;

/// <summary>The modules of the go command's own tests on an upstream, and a gateway before it. Disposed by the test.</summary>
internal sealed class GoSite : IAsyncDisposable
{
    private readonly TempDirectory _scratch = new();

    private GoSite(FakeUpstream upstream) => Upstream = upstream;

    public FakeUpstream Upstream { get; }

    public SluiceProcess Gateway { get; private set; } = null!;

    public string Data => _scratch["data"];

    /// <summary>Starts both. Skips the test where there is no Go, and fails it in CI.</summary>
    /// <param name="upstreams">The gateway's GOPROXY list, made of the upstream's URL; null for that URL alone.</param>
    public static async Task<GoSite> StartAsync(Func<string, string>? upstreams = null)
    {
        var fixture = ModuleFixture.LoadGoTree();
        var site = new GoSite(await FakeUpstream.StartAsync(fixture, "/mod"));
        var commit = fixture.Find("rsc.io/quote", "v0.0.0-20180709162918-a91498bed0a7")!;
        site.Upstream.On("rsc.io/quote/@v/some-branch.info", Behaviours.Answer(new UpstreamAnswer(200, commit.Info, "application/json")));
        var list = upstreams is null ? site.Upstream.Url : upstreams(site.Upstream.Url);
        site.Gateway = await SluiceProcess.StartAsync(new SluiceOptions(site.Data, list));
        return site;
    }

    /// <summary>A place outside the data directory.</summary>
    public string Folder(string name) => _scratch.Folder(name);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Upstream.DisposeAsync();
        _scratch.Dispose();
    }
}
