using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Connections;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Probes.Names;

namespace Sluice.Doctor.Tests.Probes;

/// <summary>The network parts of a test's machine, put together.</summary>
internal sealed class Net
{
    public Net(TestHost host)
    {
        Host = host.Build();
        Hosts = HostsFile.Collect(Host, null);
        Trust = TrustStore.Of(Host);
        Proxies = ForwardProxies.Of(Host);
        Dialer = new Dialer(Host, Proxies, Trust, Hosts);
        Http = new HttpProber(Host, Dialer, Trust);
    }

    public DoctorHost Host { get; }

    public HostsEvidence Hosts { get; }

    public TrustStore Trust { get; }

    public ForwardProxies Proxies { get; }

    public Dialer Dialer { get; }

    public HttpProber Http { get; }

    public Task<HttpProbeResult> GetAsync(string url) => GetAsync(new HttpProbeRequest(new Uri(url)));

    public Task<HttpProbeResult> GetAsync(HttpProbeRequest request) => Http.GetAsync(request, TestContext.Current.CancellationToken);
}
