using Sluice.Doctor.Probes.Connections;

namespace Sluice.Doctor.Tests.Probes.Connections;

public sealed class ForwardProxiesTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("", "https://proxy.golang.org/", true)]
    [InlineData("golang.org", "https://proxy.golang.org/", false)]
    [InlineData("golang.org", "https://golang.org/", false)]
    [InlineData(".golang.org", "https://golang.org/", true)]
    [InlineData(".golang.org", "https://proxy.golang.org/", false)]
    [InlineData("*.golang.org", "https://proxy.golang.org/", false)]
    [InlineData("lang.org", "https://golang.org/", true)]
    [InlineData("*", "https://proxy.golang.org/", false)]
    [InlineData("a.example, PROXY.golang.org", "https://proxy.golang.org/", false)]
    [InlineData("proxy.golang.org:443", "https://proxy.golang.org/", false)]
    [InlineData("proxy.golang.org:8443", "https://proxy.golang.org/", true)]
    [InlineData("10.0.0.0/8", "https://10.1.2.3/", false)]
    [InlineData("10.0.0.0/8", "https://11.1.2.3/", true)]
    [InlineData("10.1.2.3", "https://10.1.2.3/", false)]
    [InlineData("", "https://localhost/", false)]
    [InlineData("", "https://127.0.0.1/", false)]
    [InlineData("", "https://[::1]:8/", false)]
    public void NO_PROXY_means_what_it_means_to_Go(string noProxy, string url, bool isProxied)
    {
        _host.Set("HTTPS_PROXY", "http://p.example:3128").Set("NO_PROXY", noProxy);

        Assert.Equal(isProxied, ForwardProxies.Of(_host.Build()).For(new Uri(url)) is not null);
    }

    [Fact]
    public void Each_scheme_has_its_own_and_ALL_PROXY_means_nothing()
    {
        _host.Set("https_proxy", "bob:s3cret@p.example:3128").Set("ALL_PROXY", "http://all.example");

        var proxies = ForwardProxies.Of(_host.Build());

        Assert.Null(proxies.For(new Uri("http://a.example")));
        var proxy = proxies.For(new Uri("https://a.example"))!;
        Assert.Equal(("http://p.example:3128", "https_proxy"), (proxy.Name, proxy.Setting.Name));
        Assert.Equal("Basic Ym9iOnMzY3JldA==", proxy.Authorization);
    }
}
