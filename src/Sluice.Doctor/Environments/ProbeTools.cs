using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Connections;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Probes.Names;

namespace Sluice.Doctor.Environments;

/// <summary>Puts probes together for commands that need one kind only.</summary>
internal static class ProbeTools
{
    /// <summary>What asks over HTTP as the go command here would: its forward proxy, its authorities, its hosts file.</summary>
    public static HttpProber Http(DoctorHost host)
    {
        var trust = TrustStore.Of(host);
        return new HttpProber(host, new Dialer(host, ForwardProxies.Of(host), trust, HostsFile.Collect(host, baseline: null)), trust);
    }
}
