using Sluice.Doctor.Recording;

namespace Sluice.Doctor.Tests.Recording;

public sealed class RunAnalysisTests
{
    [Fact]
    public void Times_that_overlap_count_once()
    {
        var summary = Analyse(Request(1, 0, "a/@v/v1.0.0.info", 0, 100), Request(2, 0, "a/@v/v1.0.0.mod", 50, 100), Request(3, 0, "a/@v/v1.0.0.zip", 400, 100));

        Assert.Equal(250, summary.NetworkMs);
        Assert.Equal(750, summary.OwnMs);
        Assert.Equal(250, Assert.Single(summary.Slowest).BusyMs);
    }

    [Fact]
    public void A_later_source_for_the_same_path_is_a_fail_over()
    {
        var summary = Analyse(Request(1, 0, "a/@v/v1.0.0.zip", 0, 10, 404), Request(2, 1, "a/@v/v1.0.0.zip", 10, 10), Request(3, 0, "b/@v/v1.0.0.zip", 20, 10));

        var change = Assert.Single(summary.FailOvers);
        Assert.Equal(("source0", "source1", "404", 1), (change.From, change.To, change.Reason, change.Count));
    }

    [Fact]
    public void A_first_source_that_lacks_what_the_second_has_is_advised_against()
    {
        var requests = Enumerable.Range(0, 10).SelectMany(i => new[]
        {
            Request((2 * i) + 1, 0, $"m{i}/@v/v1.0.0.zip", i * 90, 60, 404), Request((2 * i) + 2, 1, $"m{i}/@v/v1.0.0.zip", (i * 90) + 60, 10),
        }).ToArray();

        Assert.Contains("put source1 first", Assert.Single(Analyse(requests).Advice), StringComparison.Ordinal);
    }

    [Fact]
    public void Misses_of_path_prefixes_are_no_reason_for_advice()
    {
        // The go command asks every prefix of an import path; nobody has them.
        var requests = Enumerable.Range(0, 10).Select(i => Request(i + 1, 0, $"m{i}/@v/list", i * 90, 60, 404)).ToArray();

        Assert.Empty(Analyse(requests).Advice);
    }

    [Fact]
    public void A_source_that_fails_before_another_answers_is_advised_against()
    {
        var failed = Request(1, 0, "a/@v/v1.0.0.zip", 0, 500, 502) with { Outcome = RequestOutcome.Failed, Error = "i/o timeout" };

        Assert.Contains("put source1 first", Assert.Single(Analyse(failed, Request(2, 1, "a/@v/v1.0.0.zip", 500, 10)).Advice), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("golang.org/x/text/@v/v0.14.0.zip", "zip", "golang.org/x/text@v0.14.0")]
    [InlineData("github.com/%21burnt%21sushi/toml/@v/list", "list", "github.com/BurntSushi/toml")]
    [InlineData("rsc.io/quote/@latest", "latest", "rsc.io/quote@latest")]
    [InlineData("sumdb/sum.golang.org/lookup/github.com/!burnt!sushi/toml@v1.0.0", "sumdb", "github.com/BurntSushi/toml@v1.0.0")]
    [InlineData("sumdb/sum.golang.org/tile/8/0/x001/234", "sumdb", "tile/8/0/x001/234")]
    [InlineData("sumdb/sum.golang.org/supported", "sumdb", "supported")]
    [InlineData("", "other", "")]
    [InlineData("%zz/@v/.zip", "zip", "%zz")]
    public void Paths_tell_what_is_asked_for(string path, string kind, string name)
    {
        var asked = AskedForReader.Read(path);

        Assert.Equal((kind, name), (asked.Kind, asked.Name));
    }

    [Theory]
    [InlineData("git clone https://me:geheim@host/x", "geheim")]
    [InlineData("git -c http.extraHeader=Authorization: Bearer geheim", "geheim")]
    [InlineData("tool --password=geheim --token=geheim", "geheim")]
    public void Command_lines_are_masked(string line, string secret) =>
        Assert.DoesNotContain(secret, Masking.Command(line.Split(' ')), StringComparison.Ordinal);

    private static RunSummary Analyse(params RecordedRequest[] requests) => RunAnalysis.Of(Recordings.Of(requests));

    private static RecordedRequest Request(int number, int source, string path, double start, double length, int status = 200) => Recordings.Request(number, source, path, start, length, status);
}
