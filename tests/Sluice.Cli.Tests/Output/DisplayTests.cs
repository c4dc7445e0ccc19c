using Sluice.Cli.Output;
using Sluice.Cli.Wiring;

namespace Sluice.Cli.Tests.Output;

public sealed class DisplayTests
{
    [Fact]
    public async Task The_bar_stays_on_stderr_keeps_notes_and_returns_the_result()
    {
        using var error = new StringWriter();
        using var output = new StringWriter();

        var result = await WorkDisplay.RunAsync(Context(output, error, isTerminal: true, TimeProvider.System), "prefetch [all]", display =>
        {
            display.Report(0, 2, "");
            display.Note("fetched  rsc.io/quote@v1.5.2 [ok]");
            display.Report(2, 2, "2 fetched");
            return Task.FromResult(42);
        });

        Assert.Equal((42, ""), (result, output.ToString()));
        Assert.Contains("fetched  rsc.io/quote@v1.5.2 [ok]", error.ToString());
        Assert.Contains("\u001b[", error.ToString());
    }

    [Fact]
    public async Task Without_a_terminal_progress_is_a_line_every_ten_seconds()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var time = new WoundClock();

        await WorkDisplay.RunAsync(Context(TextWriter.Null, error, isTerminal: false, time), "verify", display =>
        {
            display.Report(1, 9, "");
            time.Wind(TimeSpan.FromSeconds(10));
            display.Report(2, 9, "1 fetched");
            display.Report(3, 9, "");
            display.Note("failed   x");
            time.Wind(TimeSpan.FromSeconds(11));
            display.Report(4, 0, "");
            return Task.FromResult(0);
        });

        Assert.Equal("2 of 9 done, 1 fetched\nfailed   x\n4 done\n", error.ToString());
    }

    private static CliContext Context(TextWriter output, TextWriter error, bool isTerminal, TimeProvider time) => new()
    {
        Out = output,
        Error = error,
        OpenInput = () => TextReader.Null,
        OpenInputBytes = () => Stream.Null,
        MeasureWidth = () => 80,
        Variables = new Dictionary<string, string>(),
        WorkingDirectory = Path.GetTempPath(),
        IsErrorTerminal = isTerminal,
        Time = time,
        Tools = CliTools.Real,
    };

    private sealed class WoundClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Wind(TimeSpan span) => _ticks += span.Ticks;
    }
}
