using Sluice.Doctor.Probes.Names;

namespace Sluice.Doctor.Tests.Probes.Names;

public sealed class HostsFileTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Entries_comments_and_faults_are_kept_with_their_lines()
    {
        _host.WriteSystem("/etc/hosts", "127.0.0.1 localhost\r\n# note\n0.0.0.0\tproxy.golang.org sum.golang.org # blocked by ads\nproxy.example 1.2.3.4\nfe80::1%lo0 localhost\n9.9.9.9\n");

        var hosts = HostsFile.Collect(_host.Build(), baseline: null);

        var entry = Assert.Single(hosts.Of("SUM.golang.org"));
        Assert.Equal(("0.0.0.0", 3, "blocked by ads"), (entry.Address, entry.Line, entry.Comment));
        Assert.Equal([1, 3, 5], hosts.Entries.Select(found => found.Line));
        Assert.Equal([(4, "does not start with an address"), (6, "an address or a name alone")], hosts.Faults.Select(fault => (fault.Line, fault.Problem)));
    }

    [Fact]
    public void The_difference_from_a_baseline_is_by_address_and_name()
    {
        _host.WriteSystem("/etc/hosts", "127.0.0.1 localhost\n10.0.0.9 Proxy.golang.org\n");
        var baseline = _host.WriteHome("baseline", "127.0.0.1 localhost loop\n");

        var difference = HostsFile.Collect(_host.Build(), baseline).Baseline!;

        Assert.Equal("proxy.golang.org", Assert.Single(difference.Added).Names[0]);
        Assert.Equal("loop", Assert.Single(difference.Removed).Names[0]);
    }

    [Fact]
    public void A_missing_file_is_evidence()
    {
        var hosts = HostsFile.Collect(_host.Build(), baseline: null);

        Assert.False(hosts.File.Exists);
        Assert.Empty(hosts.Entries);
    }
}
