using Microsoft.AspNetCore.Http;
using Sluice.Fetch.Tests.Peers;

namespace Sluice.Fetch.Tests.Vcs;

/// <summary>
/// A forward proxy that stands for <c>http://vanity.test</c>: every page below <c>/kit</c> has a go-import tag for one repository. There is no https.
/// </summary>
internal sealed class VanityHost : IAsyncDisposable
{
    /// <summary>The path that stands for the repository.</summary>
    public const string Prefix = "vanity.test/kit";

    private readonly HttpPeer _peer;

    private VanityHost(HttpPeer peer) => _peer = peer;

    public Uri Proxy => _peer.Url;

    /// <summary>Starts it.</summary>
    /// <param name="vcs">As in the tag: <c>hg</c>.</param>
    /// <param name="url">Where the repository is.</param>
    public static async Task<VanityHost> StartAsync(string vcs, string url) => new(await HttpPeer.StartAsync(
        context =>
        {
            // https comes as CONNECT.
            var isHere = context.Request.Method == "GET" && context.Request.Path.StartsWithSegments("/kit", StringComparison.Ordinal);
            context.Response.StatusCode = isHere ? 200 : 404;
            return isHere ? context.Response.WriteAsync($"<meta name=\"go-import\" content=\"{Prefix} {vcs} {url}\">") : Task.CompletedTask;
        },
        TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync() => _peer.DisposeAsync();
}
