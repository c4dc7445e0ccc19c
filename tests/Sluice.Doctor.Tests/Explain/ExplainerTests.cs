using System.Globalization;
using System.Text;
using Sluice.Doctor.Explain;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;

namespace Sluice.Doctor.Tests.Explain;

public sealed class ExplainerTests
{
    private const string Refused = "go: example.com/a@v1.0.0: Get \"https://p.example/example.com/a/@v/v1.0.0.mod\": dial tcp 192.0.2.1:443: connect: connection refused\n";

    [Fact]
    public void Repeats_are_counted_and_their_modules_named()
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => Refused.Replace("example.com/a", string.Create(CultureInfo.InvariantCulture, $"example.com/m{i}"), StringComparison.Ordinal)));

        var finding = Assert.Single(Samples.Explain("first\n" + text).Findings);

        Assert.Equal((FindingCodes.TcpRefused, 400L, 2L, "example.com/m0", "p.example"), (finding.Code, finding.Count, finding.Evidence[0].Line, finding.Subject.Module, finding.Subject.Host));
        Assert.Equal(ExplainLimits.MaxModules, finding.OtherModules.Count);
    }

    [Fact]
    public void What_the_checksum_database_fails_by_is_a_detail()
    {
        var finding = Assert.Single(Samples.Explain("go: a.example/b@v1.0.0: verifying module: a.example/b@v1.0.0: Get \"https://sum.golang.org/lookup/a.example/b@v1.0.0\": dial tcp: lookup sum.golang.org: no such host\n").Findings);

        Assert.Equal((FindingCodes.SumDbUnreachable, FindingCodes.DnsNxdomain, "sum.golang.org"), (finding.Code, finding.Detail, finding.Subject.Host));
    }

    [Fact]
    public void The_gateways_request_id_is_found()
    {
        var finding = Assert.Single(Samples.Explain("""
            go: a.example/b@v1.0.0: reading http://gw.example:3000/a.example/b/@v/v1.0.0.mod: 503 Service Unavailable
            	server response:
            	sluice: the upstream cannot be reached [tcp.timeout]
            	request id: 0HN5V4J2K1
            """).Findings);

        Assert.Equal((FindingCodes.GoProxyUpstreamFailed, "0HN5V4J2K1"), (finding.Code, finding.Subject.RequestId));
    }

    [Fact]
    public void Credentials_in_urls_are_not_shown()
    {
        var finding = Assert.Single(Samples.Explain("go: a.example/b@v1.0.0: reading https://bob:secret@p.example/a.example/b/@v/v1.0.0.mod: 403 Forbidden\n").Findings);

        Assert.Equal("https://p.example/a.example/b/@v/v1.0.0.mod", finding.Subject.Url);
        Assert.DoesNotContain("secret", finding.Evidence[0].Text);
    }

    [Fact]
    public void A_failing_question_of_a_trace_is_no_problem_when_the_next_source_answers() => Assert.Empty(Samples.Explain("""
        # get https://one.example/rsc.io/quote/@v/list: 502 Bad Gateway (0.2s)
        # get https://two.example/rsc.io/quote/@v/list: 200 OK (0.1s)
        """).Findings);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64 * 1024)]
    public void Pieces_may_end_anywhere(int size)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Samples.Own.Where(sample => !sample.IsBenign).Take(40).Select(sample => sample.Text)));
        var explainer = new Explainer(KnowledgeBase.BuiltIn, "x");
        for (var at = 0; at < bytes.Length; at += size)
        {
            explainer.Feed(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
        }

        var whole = Samples.Explain(bytes);
        var pieces = explainer.Finish();
        Assert.Equal(whole.Findings.Select(finding => (finding.Code, finding.Count)), pieces.Findings.Select(finding => (finding.Code, finding.Count)));
        Assert.Equal(whole.Lines, pieces.Lines);
    }

    [Fact]
    public void Files_of_Windows_PowerShell_are_read()
    {
        byte[] text = [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Refused.Replace("\n", "\r\n", StringComparison.Ordinal))];

        Assert.Equal("tcp.refused", Samples.CodeOf(Samples.Explain(text)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public void Lines_around_the_limit_are_read(int difference)
    {
        var filler = new string('x', ExplainLimits.MaxLineBytes + difference - 5);

        Assert.Equal("tcp.refused", Samples.CodeOf(Samples.Explain($"{filler} end\n{Refused}")));
        Assert.Equal("tcp.refused", Samples.CodeOf(Samples.Explain($"{new string('y', ExplainLimits.MaxLineBytes)}{Refused}")));
    }

    [Fact]
    public void A_line_without_end_is_read_in_pieces()
    {
        var text = new StringBuilder();
        while (text.Length < 8 * ExplainLimits.MaxLineBytes)
        {
            text.Append(Refused.TrimEnd()).Append("\\n");
        }

        Assert.Equal("tcp.refused", Samples.CodeOf(Samples.Explain(text.ToString())));
    }

    [Fact]
    public void Different_findings_are_bounded()
    {
        var text = string.Concat(Enumerable.Range(0, ExplainLimits.MaxFindings + 50).Select(i => Refused.Replace("p.example", string.Create(CultureInfo.InvariantCulture, $"p{i}.example"), StringComparison.Ordinal)));

        var explanation = Samples.Explain(text);

        Assert.Equal((ExplainLimits.MaxFindings, 50L), (explanation.Findings.Count, explanation.Unlisted));
    }

    /// <summary>NUL bytes, broken UTF-8, cut lines, doubled lines: whatever comes, there is an answer.</summary>
    [Fact]
    public void Random_damage_does_no_harm()
    {
#pragma warning disable RS0030 // Seeded: every run is the same.
        var random = new Random(4711);
#pragma warning restore RS0030
        var samples = Samples.Corpus.Concat(Samples.Own).Select(sample => Encoding.UTF8.GetBytes(sample.Text)).ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var text = samples[random.Next(samples.Length)].ToArray();
            for (var i = random.Next(1, 12); i > 0; i--)
            {
                text[random.Next(text.Length)] = (byte)random.Next(256);
            }

            var explanation = Samples.Explain(text.AsSpan(random.Next(text.Length / 2)));
            Assert.All(explanation.Findings, finding => Assert.NotEmpty(finding.Evidence));
        }
    }

    [Fact]
    public async Task Stopping_an_endless_text_gives_what_was_read()
    {
        using var stop = new CancellationTokenSource();
        await using var endless = new EndlessText(Refused, stop, 1000);

        var explanation = await Explainer.ExplainAsync(endless, "x", KnowledgeBase.BuiltIn, stop.Token).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(FindingCodes.TcpRefused, Assert.Single(explanation.Findings).Code);
        Assert.True(explanation.Lines > 0);
    }

    /// <summary>Gives the same line for ever, and presses Ctrl-C after some reads.</summary>
    private sealed class EndlessText(string line, CancellationTokenSource stop, int reads) : MemoryStream(Encoding.UTF8.GetBytes(line))
    {
        private int _reads;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (++_reads == reads)
            {
                await stop.CancelAsync();
            }

            Position = 0;
            return await base.ReadAsync(buffer, CancellationToken.None);
        }
    }
}
