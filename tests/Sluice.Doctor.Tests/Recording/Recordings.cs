using Sluice.Doctor.Recording;

namespace Sluice.Doctor.Tests.Recording;

/// <summary>Recordings for tests: a second long.</summary>
internal static class Recordings
{
    public static RunRecording Of(params RecordedRequest[] requests) => new()
    {
        Recorder = "0.1.0",
        Command = ["go", "build", "<script>"],
        Started = new DateTimeOffset(2024, 3, 1, 12, 0, 0, TimeSpan.Zero),
        DurationMs = 1000,
        ExitCode = 0,
        Settings = new RunSettings("source0,source1", "GOPROXY", "off", "", []),
        Requests = requests,
    };

    public static RecordedRequest Request(int number, int source, string path, double start, double length, int status = 200) => new()
    {
        Number = number,
        Source = $"source{source}",
        SourceIndex = source,
        Method = "GET",
        Path = path,
        Asked = AskedForReader.Read(path),
        StartMs = start,
        DurationMs = length,
        Outcome = RequestOutcome.Answered,
        Status = status,
        SizeBytes = 10,
        Hops = [new RecordedHop { Url = $"https://source{source}.example/{path}", StartMs = start, WaitMs = length, ReceiveMs = 0, Status = status, Protocol = "HTTP/2" }],
    };
}
