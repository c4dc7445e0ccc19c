using Sluice.Lab.Scenarios;

namespace Sluice.Lab.Tests.Scenarios;

public sealed class ScenarioReaderTests
{
    private const string Good = """
        name: dns-something
        what: {en: some, zh: 某}
        covers: [B2, dns]
        faults:
          - dns: {name: proxy.golang.org, answer: nxdomain}
        go: {says: no such host}
        expect: {first: dns.nxdomain}
        """;

    [Fact]
    public void A_file_may_hold_several_scenarios() =>
        Assert.Equal(["dns-something", "other"], ScenarioReader.Read(Good + "\n---\n" + Good.Replace("dns-something", "other", StringComparison.Ordinal), "x.yaml").Select(scenario => scenario.Name));

    [Theory]
    [InlineData("dns-something", "Dns_Something", "name is lower case")]
    [InlineData("en: some, ", "", "what needs en and zh")]
    [InlineData("  - dns:", "  - dsn:", "there is no fault dsn")]
    [InlineData("answer: nxdomain", "antwort: nxdomain", "dns needs answer or delay")]
    [InlineData("answer: nxdomain", "answer: nxdomain, colour: red", "dns has no colour")]
    [InlineData("answer: nxdomain", "answer: proxy", "neither a word nor an address")]
    [InlineData("- dns: {name: proxy.golang.org, answer: nxdomain}", "- drop: {host: nobody.example}", "the lab has no host nobody.example")]
    [InlineData("- dns: {name: proxy.golang.org, answer: nxdomain}", "- http: {host: github.com, status: 500}", "the lab has no web host github.com")]
    [InlineData("- dns: {name: proxy.golang.org, answer: nxdomain}", "- drop: {host: github.com, port: https}", "port is a number")]
    [InlineData("{says: no such host}", "{says: '('}", "x.yaml")]
    [InlineData("{says: no such host}", "{limit: 3}", "go works, is stuck, or says something")]
    [InlineData("{first: dns.nxdomain}", "{first: dns.nxdomain, never: [dns.nxdomain]}", "never holds first")]
    [InlineData("{first: dns.nxdomain}", "{}", "a healthy scenario expects no first finding")]
    [InlineData("covers:", "cover:", "cover")]
    public void A_mistake_is_named(string good, string bad, string message)
    {
        var exception = Assert.Throws<LabException>(() => ScenarioReader.Read(Good.Replace(good, bad, StringComparison.Ordinal), "x.yaml"));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
