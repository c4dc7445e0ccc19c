using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Connections;
using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Tests.Probes.Running;

public sealed class ProbePlannerTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Defaults_ask_for_every_host_in_the_go_commands_order()
    {
        Assert.Equal(
            [
                "machine", "cache",
                "dns proxy.golang.org", "tcp proxy.golang.org:443", "tls proxy.golang.org:443",
                "dns storage.googleapis.com", "tcp storage.googleapis.com:443", "tls storage.googleapis.com:443",
                "dns sum.golang.org", "tcp sum.golang.org:443", "tls sum.golang.org:443",
                "goproxy https://proxy.golang.org rsc.io/quote@v1.5.2",
                "sumdb https://proxy.golang.org/sumdb/sum.golang.org rsc.io/quote@v1.5.2", "sumdb https://sum.golang.org rsc.io/quote@v1.5.2",
                "clock",
            ],
            Running(Plan()));
    }

    [Theory]
    [InlineData("GOPROXY off", "GOPROXY=off", "", "machine cache | tcp sum.golang.org:443 tls sum.golang.org:443 | sumdb https://sum.golang.org rsc.io/quote@v1.5.2 | clock")]
    [InlineData("no database", "GOPROXY=https://a.example GOSUMDB=off", "", "machine cache | tcp a.example:443 tls a.example:443 | goproxy https://a.example rsc.io/quote@v1.5.2 | clock")]
    [InlineData("plain proxy", "GOPROXY=http://a.example:3000 GOSUMDB=off", "", "machine cache | tcp a.example:3000 | goproxy http://a.example:3000 rsc.io/quote@v1.5.2 | clock")]
    [InlineData("file", "GOPROXY=file:///srv GOSUMDB=off", "", "machine cache | goproxy file:///srv rsc.io/quote@v1.5.2 | clock")]
    [InlineData("a public module with direct", "GOPROXY=https://a.example,direct GOSUMDB=off", "github.com/x/y@v1.0.0", "machine cache | tcp a.example:443 tls a.example:443 tcp github.com:443 tls github.com:443 | goproxy https://a.example github.com/x/y@v1.0.0 | vcs github.com/x/y module github.com/x/y@v1.0.0 | clock")]
    [InlineData("a public module without direct", "GOPROXY=https://a.example GOSUMDB=off", "github.com/x/y@v1.0.0", "machine cache | tcp a.example:443 tls a.example:443 | goproxy https://a.example github.com/x/y@v1.0.0 | module github.com/x/y@v1.0.0 | clock")]
    [InlineData("a private module", "GOPROXY=https://a.example GOSUMDB=off GOPRIVATE=git.corp.example", "git.corp.example/x@v1.0.0", "machine cache | tcp a.example:443 tls a.example:443 tcp git.corp.example:443 tls git.corp.example:443 | goproxy https://a.example rsc.io/quote@v1.5.2 | vcs git.corp.example/x module git.corp.example/x@v1.0.0 | clock")]
    [InlineData("a forward proxy", "GOPROXY=https://a.example GOSUMDB=off HTTPS_PROXY=http://p.example:3128", "", "machine cache | forward-proxy http://p.example:3128 | tls a.example:443 | goproxy https://a.example rsc.io/quote@v1.5.2 | clock")]
    [InlineData("a database with its own address", "GOPROXY=https://a.example GOSUMDB=sum.golang.google.cn", "", "machine cache | tcp a.example:443 tls a.example:443 tcp sum.golang.google.cn:443 tls sum.golang.google.cn:443 | goproxy https://a.example rsc.io/quote@v1.5.2 | sumdb https://sum.golang.google.cn rsc.io/quote@v1.5.2 | clock")]
    public void Settings_and_modules_decide(string name, string settings, string module, string expected)
    {
        Set(settings);

        var plan = Plan(module.Length == 0 ? [] : [module]);

        Assert.Equal((name, expected.Replace(" | ", " ", StringComparison.Ordinal)), (name, string.Join(' ', Running(plan).Where(id => !id.StartsWith("dns ", StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("GOSUMDB=off", "sumdb GOSUMDB", NotCheckedReason.NotNeeded, "GOSUMDB is off")]
    [InlineData("GOSUMDB=nonsense", "sumdb GOSUMDB", NotCheckedReason.Blocked, "GOSUMDB cannot be read: an unknown database needs its key: name+hash+key")]
    [InlineData("GOPROXY=,", "goproxy GOPROXY", NotCheckedReason.Blocked, "GOPROXY cannot be read: the list contains no entries")]
    [InlineData("HTTPS_PROXY=http://p.example:1", "tcp proxy.golang.org:443", NotCheckedReason.NotNeeded, "the go command goes through http://p.example:1")]
    [InlineData("X=y", "delegation proxy.golang.org", NotCheckedReason.NotAsked, "only a deep run walks from the root")]
    public void What_is_left_out_says_why(string settings, string id, NotCheckedReason reason, string because)
    {
        Set(settings);

        Assert.Equal(new NotChecked(reason, because), Plan().Single(probe => probe.Id == id).Skip);
    }

    [Fact]
    public void Proxies_that_only_other_tools_obey_are_tried_too()
    {
        _host.WriteHome(".gitconfig", "[http]\n\tproxy = http://git-proxy.example:1\n");
        _host.WriteHome(".npmrc", "https-proxy=http://npm-proxy.example:2\nproxy=null\n");
        Set("HTTPS_PROXY=http://git-proxy.example:1");

        Assert.Equal(["forward-proxy http://git-proxy.example:1", "forward-proxy http://npm-proxy.example:2"], Running(Plan()).Where(id => id.StartsWith("forward", StringComparison.Ordinal)));
    }

    [Fact]
    public void Offline_and_only_leave_the_rest_out()
    {
        Assert.Equal(["machine", "cache"], Running(Plan(options: Options with { IsOffline = true })));
        Assert.All(Running(Plan(options: Options with { Only = ["dns"] })), id => Assert.StartsWith("dns ", id, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_probe_waits_only_for_what_stands_before_it()
    {
        Set("GOPROXY=https://a.example,https://b.example,direct HTTP_PROXY=http://p.example:1 GOPRIVATE=c.example");
        var seen = new HashSet<string>();
        foreach (var probe in Plan(["c.example/m", "d.example/m@v1.0.0"]))
        {
            Assert.All(probe.After.Where(id => !id.StartsWith("tls ", StringComparison.Ordinal) && !id.StartsWith("dns ", StringComparison.Ordinal)), id => Assert.Contains(id, seen));
            Assert.True(seen.Add(probe.Id), probe.Id);
        }
    }

    [Fact]
    public void Hosts_met_on_the_way_are_followed_up_once()
    {
        var planner = Planner(Options, []);
        var known = planner.Plan().Select(probe => probe.Id).ToHashSet();
        ChainHost[] seen = [new(new Uri("https://cdn.example"), "redirect from proxy.golang.org"), new(new Uri("https://proxy.golang.org"), "again")];

        var more = Planner(Options, []).FollowUps(seen, known);

        Assert.Equal(["dns cdn.example", "tcp cdn.example:443", "tls cdn.example:443"], Running(more));
        Assert.Empty(Planner(Options, []).FollowUps(seen, known.Concat(more.Select(probe => probe.Id)).ToHashSet()));
    }

    private static DoctorOptions Options => new() { ToolVersion = "1.0.0" };

    private void Set(string settings)
    {
        foreach (var pair in settings.Split(' '))
        {
            _host.Set(pair.Split('=', 2)[0], pair.Split('=', 2)[1]);
        }
    }

    private IReadOnlyList<PlannedProbe> Plan(string[]? modules = null, DoctorOptions? options = null) => Planner(options ?? Options, modules ?? []).Plan();

    private ProbePlanner Planner(DoctorOptions options, string[] modules)
    {
        var host = _host.Build();
        var settings = SettingsProbe.Collect(host);
        return new ProbePlanner(settings.Go, NamedProxies.Of(ForwardProxies.Of(host), settings), [.. modules.Select(ModuleTarget.Parse)], options);
    }

    private static IEnumerable<string> Running(IEnumerable<PlannedProbe> plan) => plan.Where(probe => probe.Skip is null).Select(probe => probe.Id);
}
