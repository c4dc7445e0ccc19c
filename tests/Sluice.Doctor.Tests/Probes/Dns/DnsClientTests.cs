using System.Net;
using System.Text;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Dns;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Dns;

public sealed class DnsClientTests : IAsyncDisposable
{
    private const string Name = "proxy.example";
    private readonly TestHost _host = new();
    private readonly DnsServer _server = DnsServer.Start();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task An_answer_brings_its_records()
    {
        _server.Answer = query => DnsServer.Reply(query, new DnsRecord(Name, DnsType.CNAME, 1, 300, "edge.example"), DnsServer.A("edge.example", "192.0.2.7"));

        var query = await AskAsync(DnsTransport.Udp);

        Assert.Equal((DnsOutcome.Answered, "NOERROR", true), (query.Outcome, query.Rcode, query.OffersRecursion));
        Assert.Equal([new DnsRecordFact(Name, "CNAME", 300, "edge.example"), new DnsRecordFact("edge.example", "A", 60, "192.0.2.7")], query.Records);
        var sent = Assert.Single(_server.Queries);
        Assert.True(sent.WantsRecursion);
        Assert.Equal((DnsType.OPT, (ushort)1232), (sent.Additional[0].Type, sent.Additional[0].Class));
    }

    [Theory]
    [InlineData(0, DnsOutcome.NoData)]
    [InlineData(2, DnsOutcome.ServerFailure)]
    [InlineData(3, DnsOutcome.NameError)]
    [InlineData(5, DnsOutcome.Refused)]
    [InlineData(4, DnsOutcome.OtherCode)]
    public async Task Every_response_code_is_an_outcome(int rcode, DnsOutcome outcome)
    {
        _server.Answer = query => DnsServer.Reply(query) with { Rcode = rcode };

        Assert.Equal(outcome, (await AskAsync(DnsTransport.Tcp)).Outcome);
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_for_again_over_TCP()
    {
        _server.Udp = query => [DnsMessageWriter.Write(DnsServer.Reply(query) with { IsTruncated = true })];
        _server.Tcp = query => DnsMessageWriter.Write(DnsServer.Reply(query, DnsServer.A(Name, "192.0.2.9")));

        var query = await AskAsync(DnsTransport.Udp);

        Assert.True(query.WasTruncated);
        Assert.Equal("192.0.2.9", Assert.Single(query.Records).Data);
    }

    [Fact]
    public async Task What_does_not_fit_the_question_is_counted_and_passed_over()
    {
        _server.Udp = query =>
        [
            DnsMessageWriter.Write(DnsServer.Reply(query, DnsServer.A(Name, "10.6.6.6")) with { Id = (ushort)(query.Id ^ 1) }),
            DnsMessageWriter.Write(DnsServer.Reply(query, DnsServer.A(Name, "10.6.6.6")) with { QuestionName = "other.example" }),
            DnsMessageWriter.Write(DnsServer.Reply(query, DnsServer.A(Name, "192.0.2.1"))),
        ];

        var query = await AskAsync(DnsTransport.Udp);

        Assert.Equal((2, "192.0.2.1"), (query.Strays, Assert.Single(query.Records).Data));
    }

    [Fact]
    public async Task A_lost_datagram_is_sent_again()
    {
        _server.Udp = query => _server.Queries.Count > 1 ? [DnsMessageWriter.Write(DnsServer.Reply(query, DnsServer.A(Name, "192.0.2.1")))] : [];

        var query = await AskAsync(DnsTransport.Udp);

        Assert.Equal((DnsOutcome.Answered, 2), (query.Outcome, query.Sent));
    }

    [Fact]
    public async Task Silence_is_a_time_out() => Assert.Equal(DnsOutcome.TimedOut, (await AskAsync(DnsTransport.Udp, TimeSpan.FromMilliseconds(200))).Outcome);

    [Theory]
    [InlineData(DnsTransport.Udp)]
    [InlineData(DnsTransport.Tcp)]
    public async Task A_closed_port_is_told_from_silence(DnsTransport transport)
    {
        await _server.DisposeAsync();

        Assert.Equal(DnsOutcome.PortClosed, (await AskAsync(transport)).Outcome);
    }

    [Fact]
    public async Task A_broken_answer_is_malformed()
    {
        _server.Udp = query => [[(byte)(query.Id >> 8), (byte)query.Id, 0x80, 0, 0, 9]];

        Assert.Equal(DnsOutcome.Malformed, (await AskAsync(DnsTransport.Udp)).Outcome);
    }

    [Fact]
    public async Task A_connection_that_is_closed_without_an_answer_is_lost() => Assert.Equal(DnsOutcome.ConnectionLost, (await AskAsync(DnsTransport.Tcp)).Outcome);

    [Fact]
    public async Task HTTPS_carries_the_same_answers()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue();
        await using var web = LoopbackServer.StartHttp(
            request =>
            {
                Assert.True(DnsMessageReader.TryRead(request.Body, out var query, out _));
                var answer = DnsMessageWriter.Write(DnsServer.Reply(query, DnsServer.A(Name, "192.0.2.3")));
                return LoopbackServer.Response(200, Encoding.Latin1.GetString(answer), type: "application/dns-message");
            },
            certificate);
        _host.Set("SSL_CERT_FILE", _host.WriteHome("ca.pem", authority.Pem));

        var query = await AskHttpsAsync($"https://127.0.0.1:{web.Port}/dns-query");

        Assert.Equal((DnsOutcome.Answered, "192.0.2.3"), (query.Outcome, Assert.Single(query.Records).Data));
        Assert.StartsWith("POST /dns-query ", Assert.Single(web.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTPS_that_is_intercepted_or_blocked_says_how_it_failed()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue();
        await using var web = await FakeUpstream.StartAsync(certificate: certificate);
        web.OnAll(Behaviours.Html());

        var untrusted = await AskHttpsAsync(web.Url);
        _host.Set("SSL_CERT_FILE", _host.WriteHome("ca.pem", authority.Pem));
        var portal = await AskHttpsAsync(web.Url);

        Assert.Equal(DnsOutcome.HttpsFailed, untrusted.Outcome);
        Assert.Equal((DnsOutcome.HttpsFailed, "the answer is text/html"), (portal.Outcome, portal.Problem));
    }

    [Fact]
    public async Task Cancellation_ends_it_at_once()
    {
        using var cancelled = new CancellationTokenSource();
        var asking = Client(TimeSpan.FromMinutes(5)).AskAsync(Question(DnsTransport.Udp), cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.OrFail());
    }

    private DnsClient Client(TimeSpan? limit = null) => new(_host.Build()) { Limit = limit ?? Patience.Long };

    private DnsQuestion Question(DnsTransport transport) =>
        new(new IPEndPoint(IPAddress.Loopback, _server.Port), "127.0.0.1", "", ResolverKind.Configured, transport, Name, DnsType.A);

    private async Task<DnsQuery> AskAsync(DnsTransport transport, TimeSpan? limit = null)
    {
        var question = Question(transport);
        return (await Client(limit).AskAsync(question, TestContext.Current.CancellationToken)).Query;
    }

    private async Task<DnsQuery> AskHttpsAsync(string url) =>
        (await Client().AskAsync(new DnsQuestion(null, url, "Own", ResolverKind.Https, DnsTransport.Https, Name, DnsType.A), TestContext.Current.CancellationToken)).Query;
}
