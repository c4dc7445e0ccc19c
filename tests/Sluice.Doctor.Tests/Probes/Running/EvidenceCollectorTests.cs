using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Tests.Probes.Dns;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Running;

/// <summary>The whole way on a machine of the test's own: its files, its name server, its module proxy.</summary>
public sealed class EvidenceCollectorTests : IAsyncLifetime
{
    private readonly TestHost _host = new();
    private DnsServer _dns = null!;
    private FakeUpstream _upstream = null!;

    public async ValueTask InitializeAsync()
    {
        _dns = DnsServer.Start();
        _dns.Answer = query => DnsServer.Reply(query, query.QuestionType == Doctor.Probes.Dns.DnsType.A && query.QuestionName!.EndsWith("proxy.example", StringComparison.Ordinal) ? [DnsServer.A(query.QuestionName!, "127.0.0.1")] : []);
        var fixture = new ModuleFixture();
        fixture.Add("example.com/m", "v1.0.0", ("go.mod", "module example.com/m\n"));
        _upstream = await FakeUpstream.StartAsync(fixture);
        _host.DnsPort = _dns.Port;
        _host.WriteSystem("/etc/resolv.conf", "nameserver 127.0.0.1\n").WriteSystem("/etc/hosts", "127.0.0.1 localhost\n");
        _host.Set("GOPROXY", $"http://user:s3cretvalue@proxy.example:{new Uri(_upstream.Url).Port}").Set("GOSUMDB", "off");
    }

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        await _dns.DisposeAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task One_run_brings_every_family_and_keeps_no_credential()
    {
        var bundle = await CollectAsync(new DoctorOptions { ToolVersion = "1.2.3", Modules = ["example.com/m@v1.0.0"] });

        Assert.DoesNotContain(bundle.Runs, run => run.NotChecked is { Reason: NotCheckedReason.Failed or NotCheckedReason.ProbeBudget });
        var port = new Uri(_upstream.Url).Port;
        Assert.Equal(DnsOutcome.Answered, Assert.Single(bundle.Dns).Value!.Queries[0].Outcome);
        Assert.Equal(ConnectOutcome.Connected, Assert.Single(bundle.Tcp, probed => probed.Subject == $"proxy.example:{port}").Value!.Attempts[0].Outcome);
        Assert.All(Assert.Single(bundle.GoProxies).Value!.Steps, step => Assert.Equal(200, step.Exchange!.Status));
        Assert.Equal(Tri.Yes, Assert.Single(bundle.Modules).Value!.Exists);
        Assert.Equal(NotCheckedReason.NotNeeded, Assert.Single(bundle.Vcs).NotChecked!.Reason);
        Assert.NotEmpty(bundle.Clock.Value!.Samples);
        var json = System.Text.Encoding.UTF8.GetString(EvidenceJson.Write(bundle));
        Assert.DoesNotContain("s3cretvalue", json, StringComparison.Ordinal);
        Assert.Contains("http://***@proxy.example", bundle.Settings.Value!.Go["GOPROXY"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_bundle_is_the_same_bundle()
    {
        var bundle = await CollectAsync(new DoctorOptions { ToolVersion = "1.2.3", Modules = ["example.com/m"] });

        var json = EvidenceJson.Write(bundle);
        Assert.True(EvidenceJson.TryRead(json, out var read, out var error), error);

        Assert.Equal(System.Text.Encoding.UTF8.GetString(json), System.Text.Encoding.UTF8.GetString(EvidenceJson.Write(read)));
        Assert.Equivalent(bundle, read, strict: true);
    }

    [Fact]
    public async Task Where_nobody_listens_the_rest_is_blocked_and_says_so()
    {
        await _upstream.StopAsync();

        var bundle = await CollectAsync(new DoctorOptions { ToolVersion = "1.2.3" });

        Assert.Equal(ConnectOutcome.Refused, Assert.Single(bundle.Tcp).Value!.Attempts[0].Outcome);
        Assert.Equal(NotCheckedReason.Blocked, Assert.Single(bundle.GoProxies).NotChecked!.Reason);
    }

    [Fact]
    public async Task Where_the_name_has_no_address_the_rest_is_blocked_and_says_so()
    {
        _dns.Answer = query => DnsServer.Reply(query) with { Rcode = 3 };

        var bundle = await CollectAsync(new DoctorOptions { ToolVersion = "1.2.3" });

        Assert.Equal(DnsOutcome.NameError, Assert.Single(bundle.Dns).Value!.System.Outcome);
        Assert.Equal("no address is known for proxy.example", Assert.Single(bundle.Tcp).NotChecked!.Because);
        Assert.Equal("this machine finds no address for proxy.example", Assert.Single(bundle.GoProxies).NotChecked!.Because);
    }

    [Fact]
    public async Task Redirect_targets_are_probed_too()
    {
        await using var storage = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, "PK\u0003\u0004"));
        _upstream.On("example.com/m/@v/v1.0.0.zip", Behaviours.Redirect($"http://cdn.proxy.example:{storage.Port}/zip"));

        var bundle = await CollectAsync(new DoctorOptions { ToolVersion = "1.2.3", Modules = ["example.com/m@v1.0.0"] });

        Assert.Equal("redirect from proxy.example", Assert.Single(bundle.Tcp, probed => probed.Subject == $"cdn.proxy.example:{storage.Port}").Value!.WhyItMatters);
        Assert.Contains(bundle.Dns, probed => probed.Subject == "cdn.proxy.example");
    }

    [Fact]
    public async Task Offline_sends_nothing()
    {
        var bundle = await CollectAsync(new DoctorOptions { ToolVersion = "1.2.3", IsOffline = true });

        Assert.Empty(_dns.Queries);
        Assert.Empty(_upstream.Requests);
        Assert.All(bundle.Dns, probed => Assert.Equal(NotCheckedReason.NotAsked, probed.NotChecked!.Reason));
        Assert.NotNull(bundle.Machine.Value);
    }

    [Fact]
    public async Task A_stopped_run_is_a_bundle_of_what_there_was()
    {
        _upstream.OnAll(Behaviours.Silence);
        using var stop = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        var running = new EvidenceCollector(_host.Build(), new DoctorOptions { ToolVersion = "1.2.3" }, progress =>
        {
            if (progress is { Kind: "goproxy", IsDone: false })
            {
                asked.TrySetResult();
            }
        }).CollectAsync(stop.Token);
        await asked.Task.OrFail();
        await stop.CancelAsync();

        var bundle = await running.OrFail();

        Assert.NotNull(Assert.Single(bundle.Tcp).Value);
        Assert.Equal(NotCheckedReason.Cancelled, Assert.Single(bundle.GoProxies).NotChecked!.Reason);
    }

    private Task<EvidenceBundle> CollectAsync(DoctorOptions options) => new EvidenceCollector(_host.Build(), options).CollectAsync(TestContext.Current.CancellationToken).OrFail();
}
