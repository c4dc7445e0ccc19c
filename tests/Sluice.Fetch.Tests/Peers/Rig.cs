using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Upstreams;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.Tests.Peers;

/// <summary>What a test about sources needs: peers, upstreams with chosen limits, one time limit for everything; all put away at the end.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const string Module = "example.com/m";
    public const string Version = "v1.2.3";
    private static readonly TimeSpan TestLimit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Stack<object> _open = new();

    public Rig() => _limit.CancelAfter(TestLimit);

    public CancellationToken Token => _limit.Token;

    public UpstreamOptions Options { get; set; } = new();

    public NetworkOptions NetworkOptions { get; set; } = new();

    public Addressing Addressing { get; set; } = Addressing.System;

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public BodyLimits Limits { get; set; } = new();

    public static ModulePath Path { get; } = ModulePath.Parse(Module);

    public static Artefact List { get; } = Artefact.List(Path);

    public static Artefact Latest { get; } = Artefact.Latest(Path);

    public static Artefact Info { get; } = Artefact.Info(Path, ModuleVersion.Parse(Version));

    public static Artefact GoMod { get; } = Artefact.GoMod(Path, ModuleVersion.Parse(Version));

    public static Artefact Zip { get; } = Artefact.Zip(Path, ModuleVersion.Parse(Version));

    public FetchContext Context { get; set; } = new() { RequestId = "r1" };

    public T Keep<T>(T disposable)
        where T : class
    {
        _open.Push(disposable);
        return disposable;
    }

    public async Task<HttpPeer> ServeAsync(RequestDelegate answer, X509Certificate2? certificate = null, IPAddress? address = null) =>
        Keep(await HttpPeer.StartAsync(answer, Token, certificate, address));

    public Task<HttpPeer> ServeAsync(string body, string contentType = "text/plain; charset=utf-8", IPAddress? address = null)
    {
        return ServeAsync(Answer, address: address);

        Task Answer(HttpContext context)
        {
            context.Response.ContentType = contentType;
            return context.Response.WriteAsync(body);
        }
    }

    public Network CreateNetwork() => Network.Create(NetworkOptions, Time) with { Addressing = Addressing };

    public HttpUpstream Upstream(Uri url) => Keep(new HttpUpstream(url, Options, CreateNetwork(), Limits));

    public UpstreamRegistry Registry() => Keep(new UpstreamRegistry(Options, CreateNetwork(), Limits, _ => Direct));

    /// <summary>What stands for <c>direct</c> in chains of the registry.</summary>
    public ScriptedSource Direct { get; } = new("direct", Core.Faults.FaultCodes.NotDiscovered.At("direct"));

    public async Task<Core.Faults.Outcome<Document>> GetAsync(Uri url, Artefact? artefact = null) =>
        await Upstream(url).GetDocumentAsync(artefact ?? List, Context, Token);

    public string WriteFile(string text)
    {
        var directory = Keep(new TemporaryDirectory());
        var file = System.IO.Path.Combine(directory.Path, "file");
        File.WriteAllText(file, text);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        while (_open.TryPop(out var open))
        {
            if (open is IAsyncDisposable later)
            {
                await later.DisposeAsync();
                continue;
            }

            ((IDisposable)open).Dispose();
        }

        _limit.Dispose();
    }
}

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sluice-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
