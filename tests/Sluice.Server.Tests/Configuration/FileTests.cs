using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs;
using Sluice.Server.Configuration;

namespace Sluice.Server.Tests.Configuration;

public sealed class FileTests
{
    [Fact]
    public void A_file_with_everything_is_read_whole()
    {
        using var fixture = new ConfigurationFixture(
            """
            listen: [":3000", "[::1]:3001"]
            basePath: /mod/
            tls: { certificate: tls.pem, key: tls.pem }
            private: ["*.corp.example", git.corp.example/*]
            routes:
              - name: legacy
                match: github.com/acme/legacy
                enabled: false
                upstreams: https://mirror.corp.example/go
            origins:
              - { path: corp.example/lib, url: "https://git.corp.example/lib.git", subdir: /go/ }
              - { path: corp.example/old, vcs: svn, url: "svn://svn.corp.example/old" }
            credentials:
              - host: mirror.corp.example/go
                username: bot
                password: { file: token }
            network:
              proxy: off
              netrc: off
              hosts:
                - host: mirror.corp.example
                  proxy: http://user:word@proxy.corp.example:3128
            cache: { memory: 64MiB }
            """);
        fixture.Write("tls.pem", TestPem.Pair);
        fixture.Write("token", "s3cret\n");

        var settings = fixture.LoadValid();

        Assert.Equal([":3000", "[::1]:3001"], settings.Listen);
        Assert.Equal("/mod", settings.BasePath);
        Assert.Equal(
            [
                new OriginSettings("corp.example/lib", VcsKind.Git, "https://git.corp.example/lib.git") { Folder = "go" },
                new OriginSettings("corp.example/old", VcsKind.Subversion, "svn://svn.corp.example/old"),
            ],
            settings.Origins);
        Assert.Equal(Path.Combine(fixture.Root, "tls.pem"), settings.Tls?.KeyFile);
        Assert.True(settings.Private.Matches("git.corp.example/team/x") && settings.Private.Matches("a.corp.example"));
        var route = Assert.Single(settings.Routes);
        Assert.Equal(("legacy", false, "https://mirror.corp.example/go"), (route.Name, route.Enabled, route.Upstreams.ToString()));
        var credential = Assert.Single(settings.Network.Credentials);
        Assert.Equal(("mirror.corp.example", "/go", "bot", "s3cret"), (credential.Host, credential.PathPrefix, credential.Username, credential.Password.Reveal()));
        Assert.Equal("sluice.yaml:14", credential.Origin);
        Assert.Equal(ForwardProxy.Off, settings.Network.Proxy);
        Assert.Equal(ForwardProxyKind.Url, Assert.Single(settings.Network.Hosts).Proxy?.Kind);
        Assert.Equal(64L << 20, settings.Cache.MemoryBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but talk\n")]
    [InlineData("---\n")]
    [InlineData("limits:\n  # stallTimeout: 5s\ncache: ~\nroutes:\n")]
    public void A_file_without_settings_is_fine(string yaml)
    {
        using var fixture = new ConfigurationFixture(yaml);

        fixture.LoadValid();
    }

    [Fact]
    public void Secrets_and_user_info_are_masked_in_values_and_problems()
    {
        using var fixture = new ConfigurationFixture(
            """
            upstreams: https://me:hunter2@a.example,https://b.example
            sumdb: sum.golang.org https://me:hunter2@sum.example
            network:
              proxy: http://me:hunter2@proxy.example:3128
            credentials:
              - host: a.example
                password: { env: TOKEN }
              - host: b.example
                password: hunter2
            routes:
              - name: r
                match: x
                upstreams: ftp://me:hunter2@c.example
            """);
        fixture.Environment["TOKEN"] = "hunter2";

        var result = fixture.Load();

        Assert.DoesNotContain(result.Values, value => value.Value.Contains("hunter2"));
        Assert.DoesNotContain(result.Problems, problem => problem.ToString().Contains("hunter2"));
        Assert.Equal(2, result.Problems.Count);
        Assert.Contains(result.Values, value => value is { Key: "upstreams", Value: "https://***@a.example,https://b.example" });
        Assert.Contains(result.Values, value => value is { Key: "network.proxy", Value: "http://***@proxy.example:3128" });
        Assert.Contains(result.Values, value => value is { Key: "credentials[0].password", Value: "*** from env TOKEN" });
    }

    [Fact]
    public void The_netrc_of_the_home_directory_is_found_and_that_of_NETRC_goes_before()
    {
        using var fixture = new ConfigurationFixture();
        var home = fixture.Write("home/.netrc", "machine a.example login a password b");
        fixture.Environment["HOME"] = Path.GetDirectoryName(home)!;

        Assert.Equal(home, fixture.LoadValid().Network.NetrcFile);

        var other = fixture.Write("other", "");
        fixture.Environment["NETRC"] = other;
        Assert.Equal(other, fixture.LoadValid().Network.NetrcFile);

        fixture.Environment["SLUICE_NETWORK_NETRC"] = "off";
        Assert.Null(fixture.LoadValid().Network.NetrcFile);
    }

    [Fact]
    public void Proxy_variables_travel_with_the_settings_and_nothing_else_does()
    {
        using var fixture = new ConfigurationFixture();
        fixture.Environment["https_proxy"] = "http://proxy.example:3128";
        fixture.Environment["PASSWORD"] = "secret";

        Assert.Equal(["https_proxy"], fixture.LoadValid().Network.EnvironmentVariables.Keys);
    }
}
