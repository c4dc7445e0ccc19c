using Sluice.Cli.Output;
using Sluice.Doctor;
using Sluice.Doctor.Recording;

namespace Sluice.Cli.Tests.Output;

public sealed class RunReportOutputTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(null)]
    public void A_report_reads_as_approved(int? width)
    {
        var writer = new StringWriter { NewLine = "\n" };

        new RunReportOutput(writer, new Ink(false), width).Write(Recording(), listsAll: false);

        ApprovedText.Check($"tests/Sluice.Cli.Tests/expectations/run-report-{width?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "plain"}.txt", writer.ToString());
    }

    private static RunRecording Recording()
    {
        var requests = new List<RecordedRequest>();
        for (var i = 0; i < 30; i++)
        {
            requests.Add(Request(requests.Count + 1, 0, $"example.com/m{i}/@v/v1.0.0.zip", 20 + (i * 40), 404, 19, Hop(20 + (i * 40), i == 0, 38, 1)));
            requests.Add(Request(requests.Count + 1, 1, $"example.com/m{i}/@v/v1.0.0.zip", 60 + (i * 40), 200, 40_000 + i, Hop(60 + (i * 40), i == 0, 30, 20)) with { Cache = "HIT, age 312 s" });
        }

        requests.Add(Request(61, -1, "lookup/example.com/m3@v1.0.0", 1300, 502, 0, Hop(1300, true, 1700, null)) with
        {
            Outcome = RequestOutcome.Failed,
            Error = "dial tcp 192.0.2.1:443: i/o timeout",
            Source = "https://sum.example",
        });
        var recording = new RunRecording
        {
            Recorder = "0.1.0",
            Command = ["go", "mod", "download"],
            Started = new DateTimeOffset(2024, 3, 1, 12, 0, 0, TimeSpan.Zero),
            DurationMs = 3400,
            ExitCode = 1,
            Settings = new RunSettings("https://a.example,https://b.example", "/home/me/.config/go/env:1", "sum.example", "", ["what is read from file:// entries"]),
            Requests = requests,
            Processes = [new RecordedProcess(4711, "git", "git ls-remote -q origin", 200, 900, "192.0.2.7:443")],
            Stalls = [new RecordedStall(1900, 1100, "request", "waiting for https://sum.example checksum example.com/m3@v1.0.0 (tcp, 1.7 s)")],
            Output = new RunOutput(
                [new JudgedLine(1, Severity.Benign, "benign.progress", "Only progress", "go: downloading example.com/m3 v1.0.0", 30), new JudgedLine(31, Severity.Fatal, "sumdb.unreachable", "The checksum database cannot be reached", "go: example.com/m3@v1.0.0: verifying module: \u001b[2Ji/o timeout", 1)],
                new RunCause("sumdb.unreachable", "The checksum database cannot be reached", "The go command compares every module with it.", ["go env -w GOSUMDB=sum.golang.google.cn    # reachable from mainland China"]),
                900,
                true),
        };
        return recording with { Summary = RunAnalysis.Of(recording) };
    }

    private static RecordedRequest Request(int number, int source, string path, double start, int status, long size, RecordedHop hop) => new()
    {
        Number = number,
        Source = source == 0 ? "https://a.example" : "https://b.example",
        SourceIndex = source,
        Method = "GET",
        Path = path,
        Asked = source < 0 ? AskedForReader.ReadSumDb(path) : AskedForReader.Read(path),
        StartMs = start,
        DurationMs = hop.DurationMs,
        Outcome = RequestOutcome.Answered,
        Status = status,
        SizeBytes = size,
        Hops = [hop],
    };

    private static RecordedHop Hop(double start, bool opens, double wait, double? receive) => new()
    {
        Url = "https://a.example/x",
        StartMs = start,
        DnsMs = opens ? 4 : null,
        ConnectMs = opens ? 6 : null,
        TlsMs = opens ? 9 : null,
        WaitMs = wait,
        ReceiveMs = receive,
        Status = 200,
        Protocol = "HTTP/2",
    };
}
