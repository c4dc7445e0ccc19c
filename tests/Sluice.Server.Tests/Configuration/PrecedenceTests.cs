using Microsoft.Extensions.Logging;
using Sluice.Core.Pipeline;
using Sluice.Fetch.Http;
using Sluice.Fetch.Upstreams;
using Sluice.Server.Configuration;

namespace Sluice.Server.Tests.Configuration;

public sealed class PrecedenceTests
{
    [Fact]
    public void Nothing_at_all_gives_the_defaults_of_the_options()
    {
        using var fixture = new ConfigurationFixture();

        var settings = fixture.LoadValid();

        Assert.Equal(["127.0.0.1:3000"], settings.Listen);
        Assert.Equal(Path.Combine(fixture.Root, "sluice-data"), settings.DataDirectory);
        Assert.Equal("https://proxy.golang.org,direct", settings.Upstreams.ToString());
        Assert.Equal("sum.golang.org", settings.SumDb);
        Assert.Equal(new UpstreamOptions(), settings.Upstream);
        Assert.Equal(new CacheOptions(), settings.Cache);
        Assert.Equal(new LogSettings(), settings.Log);
        Assert.Equal((64, TimeSpan.FromSeconds(30), ZipRules.Refuse), (settings.MaxConcurrentFetches, settings.ShutdownTimeout, settings.ZipRules));
        Assert.Null(settings.Tls);
        Assert.Equal("", settings.BasePath);
        Assert.Equal(ForwardProxy.Environment, settings.Network.Proxy);
        Assert.Null(settings.Network.NetrcFile);
        Assert.False(settings.Private.Matches("example.com/private"));
    }

    [Theory]
    [InlineData(false, false, false, "60s", "default")]
    [InlineData(true, false, false, "1m", "sluice.yaml:1")]
    [InlineData(true, true, false, "2m", "environment SLUICE_CACHE_LIST_TTL")]
    [InlineData(true, true, true, "3m", "flag cache.listTtl")]
    public void Flag_goes_before_environment_before_file_before_default(bool file, bool environment, bool flag, string value, string origin)
    {
        using var fixture = new ConfigurationFixture(file ? "cache: { listTtl: 1m }" : null);
        if (environment)
        {
            fixture.Environment["SLUICE_CACHE_LIST_TTL"] = "2m";
        }

        if (flag)
        {
            fixture.Flags["cache.listTtl"] = "3m";
        }

        var effective = fixture.Load().Values.Single(entry => entry.Key == "cache.listTtl");

        Assert.Equal((value, origin), (effective.Value, effective.Origin.ToString()));
    }

    [Fact]
    public void Every_setting_can_come_from_the_environment()
    {
        using var fixture = new ConfigurationFixture();
        var certificate = fixture.Write("tls.pem", TestPem.Pair);
        foreach (var setting in SettingSchema.All)
        {
            fixture.Environment[setting.EnvironmentName] = setting.Example.StartsWith('/') && setting.Expected.Contains("file") ? certificate : setting.Example;
        }

        fixture.Environment["SUMLOG_PASSPHRASE"] = fixture.Environment["SUMLOG_KEY"] = "secret";

        var result = fixture.Load();

        // Of these settings one at a time is right, and all together they come from the environment too.
        Assert.StartsWith("sumlog.name: has 4 secrets", Assert.Single(result.Problems).ToString().Split("error: ")[1], StringComparison.Ordinal);
        Assert.All(result.Values, value => Assert.Equal(SettingOriginKind.Environment, value.Origin.Kind));
        Assert.Equal(SettingSchema.All.Count, result.Values.Count);
    }

    [Fact]
    public void An_empty_variable_counts_as_not_set()
    {
        using var fixture = new ConfigurationFixture();
        fixture.Environment["SLUICE_LISTEN"] = "";

        Assert.Equal(["127.0.0.1:3000"], fixture.LoadValid().Listen);
    }

    [Fact]
    public void A_named_file_goes_before_the_variable_and_before_the_default_file()
    {
        using var fixture = new ConfigurationFixture("sumdb: off");
        fixture.Write("other/a.yaml", "zipRules: pass\ndata: store");
        fixture.Write("b.yaml", "log: { level: debug }");
        fixture.Environment["SLUICE_CONFIG"] = "b.yaml";

        Assert.Equal(LogLevel.Debug, fixture.LoadValid().Log.Level);

        fixture.ConfigFile = "other/a.yaml";
        var settings = fixture.LoadValid();

        Assert.Equal((ZipRules.Pass, "sum.golang.org", LogLevel.Information), (settings.ZipRules, settings.SumDb, settings.Log.Level));
        Assert.Equal(Path.Combine(fixture.Root, "other", "store"), settings.DataDirectory);
    }

    [Fact]
    public void Relative_paths_of_flags_start_at_the_working_directory()
    {
        using var fixture = new ConfigurationFixture();
        fixture.ConfigFile = fixture.Write("etc/sluice.yaml", "data: elsewhere");
        fixture.Flags["data"] = "here";

        Assert.Equal(Path.Combine(fixture.Root, "here"), fixture.LoadValid().DataDirectory);
    }

    [Fact]
    public void A_mistake_that_another_place_goes_before_is_reported_too()
    {
        using var fixture = new ConfigurationFixture("limits:\n  stallTimeout: soon");
        fixture.Environment["SLUICE_LIMITS_STALL_TIMEOUT"] = "later";
        fixture.Flags["limits.stallTimeout"] = "5s";

        Assert.Collection(
            fixture.LoadProblems(),
            problem => Assert.StartsWith("sluice.yaml:2:17: error: limits.stallTimeout: \"soon\" is no duration", problem),
            problem => Assert.StartsWith("environment SLUICE_LIMITS_STALL_TIMEOUT: error: limits.stallTimeout: \"later\"", problem));
    }
}
