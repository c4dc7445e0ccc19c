using System.Net;
using Sluice.Fetch.Http;
using Sluice.Modules.GoEnvironment;
using Sluice.Server.Configuration;
using Sluice.Server.Hosting;
using Sluice.Testing;

namespace Sluice.Server.Tests.Hosting;

/// <summary>A whole gateway on a free loopback port, in front of a fake upstream, with a data directory of its own.</summary>
internal sealed class GatewayRig : IAsyncDisposable
{
    private GatewayRig(FakeUpstream upstream, GatewaySettings settings, TempDirectory directory, TimeProvider? time)
    {
        Upstream = upstream;
        Settings = settings;
        Directory = directory;
        Host = new GatewayHost(settings, new GatewayEnvironment { Version = "1.2.3-test", LogTarget = Log, Random = static () => 0.5, Time = time ?? TimeProvider.System });
    }

    public FakeUpstream Upstream { get; }

    public GatewaySettings Settings { get; }

    /// <summary>Holds the data directory as <c>data</c>, and nothing else unless a test puts it there.</summary>
    public TempDirectory Directory { get; }

    public LogCapture Log { get; } = new();

    public GatewayHost Host { get; }

    public string Url => Host.Addresses[0];

    public int Port => new Uri(Url).Port;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Starts a gateway.</summary>
    /// <param name="fixture">What the upstream serves; null for <see cref="MakeModules"/>.</param>
    /// <param name="change">Changes the settings: the upstream and the directory are given.</param>
    /// <param name="time">The gateway's clock.</param>
    /// <param name="prepare">Fills the directory before the start.</param>
    public static async Task<GatewayRig> StartAsync(
        ModuleFixture? fixture = null,
        Func<GatewaySettings, FakeUpstream, GatewaySettings>? change = null,
        TimeProvider? time = null,
        Action<TempDirectory>? prepare = null)
    {
        var upstream = await FakeUpstream.StartAsync(fixture ?? MakeModules());
        var directory = new TempDirectory();
        prepare?.Invoke(directory);
        var settings = new GatewaySettings
        {
            Listen = ["127.0.0.1:0"],
            DataDirectory = directory["data"],
            Upstreams = Chain(upstream.Url),
            SumDb = "off",
            Network = new NetworkOptions { Proxy = ForwardProxy.Off },
            Log = new LogSettings { Format = LogFormat.Json },
        };
        var rig = new GatewayRig(upstream, change?.Invoke(settings, upstream) ?? settings, directory, time);
        await rig.Host.StartAsync(CancellationToken.None).OrFail();
        rig.Client = MakeClient(rig.Url + rig.Settings.BasePath + "/");
        return rig;
    }

    /// <summary>example.com/m with two versions, and one whose path has capitals.</summary>
    public static ModuleFixture MakeModules()
    {
        var fixture = new ModuleFixture();
        fixture.Add("example.com/m", "v1.0.0", ("go.mod", "module example.com/m\n"), ("m.go", "package m\n"));
        fixture.Add("example.com/m", "v1.1.0", ("go.mod", "module example.com/m\n"), ("m.go", "package m // better\n"));
        fixture.Add("example.com/Big", "v1.0.0-RC1", ("go.mod", "module example.com/Big\n"));
        return fixture;
    }

    /// <summary>An upstream chain from its text.</summary>
    public static GoProxyList Chain(string text) => GoProxyList.TryParse(text, out var list, out var error) ? list : throw new FormatException(error);

    /// <summary>A client that follows nothing and uses no proxy.</summary>
    public static HttpClient MakeClient(string baseUrl, Version? version = null, TestAuthority? authority = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.None };
        if (authority is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && Trust.IsIssuedBy(certificate, authority.Pem);
        }

        return new HttpClient(handler)
        {
            BaseAddress = new Uri(baseUrl),
            Timeout = Patience.Long,
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.TrimStart('/'));
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await Client.SendAsync(request).OrFail();
    }

    public Task<RawConnection> ConnectAsync(int? receiveBufferBytes = null) => RawConnection.OpenAsync(Port, receiveBufferBytes);

    /// <summary>Stops the gateway alone, so that its log is whole.</summary>
    public Task StopAsync() => Host.DisposeAsync().AsTask().OrFail();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await Upstream.DisposeAsync();
        Directory.Dispose();
    }
}
