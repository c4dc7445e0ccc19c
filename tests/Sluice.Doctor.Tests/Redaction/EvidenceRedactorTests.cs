using System.Text;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Redaction;
using Sluice.Doctor.Tests.Probes;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Redaction;

public sealed class EvidenceRedactorTests : IDisposable
{
    private readonly TestHost _host = new();

    public EvidenceRedactorTests()
    {
        _host.WriteSystem("/etc/hosts", "10.1.2.3 git.corp.example\n8.8.8.8 proxy.golang.org\n").WriteSystem("/etc/resolv.conf", "nameserver 10.1.2.3\nsearch corp.example\n");
        _host.Set("GOPRIVATE", "git.corp.example/team").Set("GOPROXY", "https://user:pw@mirror.corp.example/go,https://proxy.golang.org").Set("NETRC", "/home/alice/.netrc");
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Names_become_pseudonyms_that_stay_the_same_and_well_known_ones_stay()
    {
        var bundle = EvidenceRedactor.Redact(await CollectAsync(), RedactionLevel.Names);

        var json = Encoding.UTF8.GetString(EvidenceJson.Write(bundle));
        Assert.All((string[])["corp.example", "10.1.2.3", "alice"], name => Assert.DoesNotContain(name, json, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("proxy.golang.org", json, StringComparison.Ordinal);
        Assert.Contains("8.8.8.8", json, StringComparison.Ordinal);
        var entry = bundle.Hosts.Value!.Entries[0];
        Assert.Equal(entry.Address, bundle.Resolvers.Value!.NameServers[0].Address);
        Assert.StartsWith(entry.Names[0] + "/", bundle.Settings.Value!.Go["GOPRIVATE"], StringComparison.Ordinal);
        Assert.Equal("~/.netrc", bundle.Settings.Value.Netrc.File.Path);
        Assert.Equal(RedactionLevel.Names, bundle.Redaction);
    }

    [Fact]
    public async Task A_long_block_list_is_no_secret_and_takes_no_time()
    {
        _host.WriteSystem("/etc/hosts", "10.1.2.3 git.corp.example\n" + string.Concat(Enumerable.Range(0, 9000).Select(i => $"0.0.0.0 ads{i}.example\n")));

        var bundle = EvidenceRedactor.Redact(await CollectAsync(), RedactionLevel.Names);

        Assert.Equal("ads8999.example", bundle.Hosts.Value!.Entries[^1].Names[0]);
        Assert.StartsWith("host-", bundle.Hosts.Value.Entries[0].Names[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cleaning_twice_changes_nothing_more()
    {
        var once = EvidenceRedactor.Redact(await CollectAsync(), RedactionLevel.Names);
        var twice = EvidenceRedactor.Redact(EvidenceRedactor.Redact(once, RedactionLevel.Names), RedactionLevel.Credentials);

        Assert.Equal(Encoding.UTF8.GetString(EvidenceJson.Write(once)), Encoding.UTF8.GetString(EvidenceJson.Write(twice)));
    }

    [Fact]
    public async Task Without_names_only_credentials_go()
    {
        var bundle = await CollectAsync();

        Assert.Equal("https://***@mirror.corp.example/go,https://proxy.golang.org", bundle.Settings.Value!.Go["GOPROXY"]);
        Assert.Equal("git.corp.example", bundle.Hosts.Value!.Entries[0].Names[0]);
    }

    private Task<EvidenceBundle> CollectAsync() =>
        new EvidenceCollector(_host.Build(), new DoctorOptions { ToolVersion = "1", IsOffline = true, Modules = ["git.corp.example/team/secret@v1.0.0"] })
            .CollectAsync(TestContext.Current.CancellationToken).OrFail();
}
