using Sluice.Doctor.Egress;
using Sluice.Doctor.Tests.Probes;

namespace Sluice.Doctor.Tests.Egress;

public sealed class EgressTests : IDisposable
{
    private readonly TestHost _test = new();

    [Fact]
    public async Task Without_a_question_settings_and_paths_tell_the_hosts()
    {
        _test.WriteSystem("/etc/resolv.conf", "nameserver 10.0.0.53\nnameserver 127.0.0.1\n");
        _test.Set("GOPROXY", "https://goproxy.cn|https://proxy.golang.org,direct").Set("GOSUMDB", "sum.golang.org").Set("HTTPS_PROXY", "http://user:secret@proxy.corp.example:3128");
        _test.WriteWork("go.mod", "module example.com/main\n\ngo 1.19\n\nrequire (\n\tgithub.com/a/b v1.0.0\n\tgopkg.in/yaml.v3 v3.0.1\n)\n");

        var modules = ProjectModules.Of(_test.Build());
        var report = await new EgressSurvey(_test.Build()).RunAsync(modules, isOffline: true, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["10.0.0.53:53/udp", "10.0.0.53:53/tcp", "proxy.corp.example:3128/tcp", "goproxy.cn:443/tcp", "proxy.golang.org:443/tcp", "storage.googleapis.com:443/tcp", "sum.golang.org:443/tcp", "github.com:443/tcp", "gopkg.in:443/tcp"],
            report.Rules.Select(rule => $"{rule.Host}:{rule.Port}/{rule.Protocol}"));
        Assert.DoesNotContain("secret", string.Concat(report.Rules.Select(rule => rule.Why)) + string.Concat(report.Notes.Select(note => note.English)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_requests_are_sent_on_to_is_seen_and_each_host_is_tried()
    {
        await using var storage = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, "PK\u0003\u0004", type: "application/zip"));
        await using var proxy = LoopbackServer.StartHttp(_ => LoopbackServer.Response(302, "", $"Location: http://localhost:{storage.Port}/zip\r\n"));
        using var closed = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        closed.Start();
        var port = ((System.Net.IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        _test.Set("GOPROXY", $"http://127.0.0.1:{proxy.Port},http://127.0.0.1:{port}").Set("GOSUMDB", "off");

        var report = await new EgressSurvey(_test.Build()) { KeepsLoopback = true }.RunAsync(["example.com/m@v1.0.0"], isOffline: false, TestContext.Current.CancellationToken);

        Assert.Equal(
            [(proxy.Port, "setting", "yes"), (port, "setting", "no"), (storage.Port, "observed", "yes")],
            report.Rules.Select(rule => (rule.Port, rule.Basis, rule.Reached)));
        Assert.Equal("where 127.0.0.1 sends requests on to", report.Rules[2].Why);
    }

    [Fact]
    public void Rules_are_written_for_firewalls()
    {
        var report = new EgressReport(1, [new("proxy.golang.org", 443, "tcp", "GOPROXY \"entry\" 1", "setting", "yes", ["142.250.0.1", "2a00::1"]), new("later.example", 22, "tcp", "repository", "module", "no", [])], []);

        Assert.Equal(
            "# What Go module downloads need; made by: sluice doctor egress\negress:\n  - host: \"proxy.golang.org\"\n    port: 443\n    protocol: tcp\n    why: \"GOPROXY \\\"entry\\\" 1\"\n  - host: \"later.example\"\n    port: 22\n    protocol: tcp\n    why: \"repository\"\n",
            EgressFormats.Yaml(report));
        Assert.Contains("    ip daddr { 142.250.0.1 } tcp dport 443 accept\n    ip6 daddr { 2a00::1 } tcp dport 443 accept\n", EgressFormats.NfTables(report), StringComparison.Ordinal);
        Assert.Contains("    # later.example: repository\n    # ip daddr ADDRESS tcp dport 22 accept\n", EgressFormats.NfTables(report), StringComparison.Ordinal);
        Assert.Contains("        destination: \"proxy.golang.org\"\n        destination_port: \"443\"\n", EgressFormats.Ansible(report), StringComparison.Ordinal);
    }

    public void Dispose() => _test.Dispose();
}
