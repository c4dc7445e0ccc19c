using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sluice.Testing;

namespace Sluice.Repository.Tests.Testing;

public sealed class FakeUpstreamTests
{
    private const string List = "example.com/m/@v/list";
    private const string Zip = "example.com/m/@v/v1.0.0.zip";

    [Fact]
    public async Task A_fixture_is_served_by_the_protocol()
    {
        await using var upstream = await FakeUpstream.StartAsync(Fixture(), "/mod");
        using var client = new HttpClient();

        Assert.Equal("v1.0.0\nv1.1.0-rc.1\n", await client.GetStringAsync($"{upstream.Url}/{List}", Stop));
        Assert.Contains("v1.0.0", await client.GetStringAsync($"{upstream.Url}/example.com/m/@latest", Stop), StringComparison.Ordinal);
        Assert.Equal("module example.com/m\n", await client.GetStringAsync($"{upstream.Url}/example.com/m/@v/v1.0.0.mod", Stop));
        using var zip = new ZipArchive(await client.GetStreamAsync($"{upstream.Url}/{Zip}", Stop));
        Assert.Equal("example.com/m@v1.0.0/m.go", Assert.Single(zip.Entries).FullName);
        using var missing = await client.GetAsync($"{upstream.Url}/example.com/other/@v/list", Stop);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("404 page not found\n", await missing.Content.ReadAsStringAsync(Stop));
        Assert.Equal(1, upstream.CountOf(List));
        Assert.Equal($"/mod/{List}", upstream.Requests[0].RawTarget);
    }

    [Fact]
    public async Task Percent_encoded_escapes_reach_the_upper_case_module()
    {
        var fixture = new ModuleFixture();
        fixture.Add("example.com/BIG", "v1.0.0");
        await using var upstream = await FakeUpstream.StartAsync(fixture);
        using var client = new HttpClient();

        Assert.Equal("v1.0.0\n", await client.GetStringAsync($"{upstream.Url}/example.com/%21b%21i%21g/@v/list", Stop));
        Assert.Equal(1, upstream.CountOf("example.com/!b!i!g/@v/list"));
    }

    [Fact]
    public async Task A_commit_hash_is_a_query_for_its_version()
    {
        var fixture = new ModuleFixture();
        fixture.Add("example.com/m", "v0.0.0-20180101000000-14c0d48ead0c");
        await using var upstream = await FakeUpstream.StartAsync(fixture);
        using var client = new HttpClient();

        Assert.Contains("v0.0.0-2018", await client.GetStringAsync($"{upstream.Url}/example.com/m/@v/14c0d48.info", Stop), StringComparison.Ordinal);
        Assert.Equal("", await client.GetStringAsync($"{upstream.Url}/example.com/m/@v/list", Stop));
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("announced too long")]
    [InlineData("aborted")]
    public async Task A_broken_answer_fails_at_the_client(string how)
    {
        await using var upstream = await FakeUpstream.StartAsync(Fixture());
        upstream.On(Zip, how switch
        {
            "cut short" => Behaviours.Truncated(10),
            "announced too long" => Behaviours.WrongLength(100_000),
            _ => Behaviours.Abort,
        });
        using var client = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync($"{upstream.Url}/{Zip}", Stop).OrFail());
    }

    [Fact]
    public async Task A_length_announced_too_short_hides_the_rest()
    {
        await using var upstream = await FakeUpstream.StartAsync(Fixture());
        upstream.On(Zip, Behaviours.WrongLength(7));
        using var client = new HttpClient();

        Assert.Equal(7, (await client.GetByteArrayAsync($"{upstream.Url}/{Zip}", Stop).OrFail()).Length);
    }

    [Fact]
    public async Task A_cut_without_length_looks_whole()
    {
        await using var upstream = await FakeUpstream.StartAsync(Fixture());
        upstream.On(Zip, Behaviours.TruncatedWithoutLength(9));
        using var client = new HttpClient();

        Assert.Equal(9, (await client.GetByteArrayAsync($"{upstream.Url}/{Zip}", Stop).OrFail()).Length);
    }

    [Fact]
    public async Task A_gate_holds_requests_until_it_opens()
    {
        await using var upstream = await FakeUpstream.StartAsync(Fixture());
        var gate = new Gate();
        upstream.On(List, Behaviours.Held(gate));
        using var client = new HttpClient();

        Task<string>[] answers = [client.GetStringAsync($"{upstream.Url}/{List}", Stop), client.GetStringAsync($"{upstream.Url}/{List}", Stop)];
        await gate.WaitForArrivalsAsync(2);
        Assert.DoesNotContain(answers, answer => answer.IsCompleted);
        gate.Open();

        Assert.All(await Task.WhenAll(answers).OrFail(), answer => Assert.StartsWith("v1.0.0", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tap_lets_the_body_through_in_portions()
    {
        await using var upstream = await FakeUpstream.StartAsync(Fixture());
        var tap = new Tap();
        upstream.On(List, Behaviours.Drip(tap));
        using var client = new HttpClient();

        tap.Release(3);
        using var response = await client.GetAsync($"{upstream.Url}/{List}", HttpCompletionOption.ResponseHeadersRead, Stop).OrFail();
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        var buffer = new byte[100];
        var first = await body.ReadAsync(buffer, Stop).AsTask().OrFail();
        tap.ReleaseAll();
        await body.ReadExactlyAsync(buffer, first, "v1.0.0\nv1.1.0-rc.1\n".Length - first, Stop).AsTask().OrFail();

        Assert.Equal(3, first);
        Assert.StartsWith("v1.0.0\nv1.1.0-rc.1\n", Encoding.ASCII.GetString(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_body_ends_when_the_client_hangs_up()
    {
        await using var upstream = await FakeUpstream.StartAsync(Fixture());
        upstream.On(List, Behaviours.Endless());
        using var client = new HttpClient();

        using var response = await client.GetAsync($"{upstream.Url}/{List}", HttpCompletionOption.ResponseHeadersRead, Stop).OrFail();
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        await body.ReadExactlyAsync(new byte[1_000_000], Stop).AsTask().OrFail();

        Assert.Null(response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Tags_credentials_and_turns_work()
    {
        await using var upstream = await FakeUpstream.StartAsync(Fixture());
        upstream.On(List, Behaviours.InTurn(Behaviours.Status(503, "later\n"), Behaviours.RequireBasic("me", "secret", Behaviours.ETags())));
        using var client = new HttpClient();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync($"{upstream.Url}/{List}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"{upstream.Url}/{List}", Stop)).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("me:secret"u8));
        var tag = (await client.GetAsync($"{upstream.Url}/{List}", Stop)).Headers.ETag;
        Assert.NotNull(tag);
        client.DefaultRequestHeaders.IfNoneMatch.Add(tag);
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync($"{upstream.Url}/{List}", Stop)).StatusCode);
    }

    [Fact]
    public async Task Https_is_trusted_by_who_knows_the_authority()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue();
        await using var upstream = await FakeUpstream.StartAsync(Fixture(), certificate: certificate);
        using var root = X509Certificate2.CreateFromPem(authority.Pem);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { root },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        using var client = new HttpClient(handler);
        using var stranger = new HttpClient();

        Assert.StartsWith("https://127.0.0.1:", upstream.Url, StringComparison.Ordinal);
        Assert.StartsWith("v1.0.0", await client.GetStringAsync($"{upstream.Url}/{List}", Stop).OrFail(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetStringAsync($"{upstream.Url}/{List}", Stop).OrFail());
    }

    [Fact]
    public async Task A_failing_behaviour_fails_the_test()
    {
        var upstream = await FakeUpstream.StartAsync(Fixture());
        upstream.OnAll(_ => throw new InvalidOperationException("wrong"));
        using var client = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync($"{upstream.Url}/{List}", Stop).OrFail());
        await Assert.ThrowsAsync<AggregateException>(() => upstream.DisposeAsync().AsTask().OrFail());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ModuleFixture Fixture()
    {
        var fixture = new ModuleFixture();
        fixture.Add("example.com/m", "v1.0.0", ("m.go", "package m\n"));
        fixture.Add("example.com/m", "v1.1.0-rc.1", ("m.go", "package m\n"));
        fixture.Add("example.com/m", "v2.0.0", ("m.go", "package m\n"));
        return fixture;
    }
}
