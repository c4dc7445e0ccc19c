using System.Globalization;
using System.Text;
using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Run;

/// <summary>What a command under <c>sluice run</c> says, gets and ends with is its own.</summary>
public sealed class ChildTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private const int SigHup = 1;

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("kill -SEGV $$", 139)]
    public async Task Its_exit_code_is_passed_on(string script, int exitCode)
    {
        await using var run = Start("--quiet", "--", "sh", "-c", script);

        Assert.Equal(exitCode, await run.WaitForExitAsync());
        Assert.Equal("", run.Errors);
    }

    [Theory]
    [InlineData("no-such-program", 127)]
    [InlineData("/dev/null", 126)]
    public async Task A_command_that_cannot_be_started_is_told_as_shells_do(string program, int exitCode)
    {
        await using var run = Start("--", program);

        Assert.Equal(exitCode, await run.WaitForExitAsync());
        Assert.StartsWith($"sluice run: {program}: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_streams_pass_every_byte()
    {
        var bytes = new Dice(5).Bytes(3_000_000);
        foreach (var (at, text) in new[] { (100, "\0\0\0"), (5_000, "http:/"), (90_000, "http://127.0.0.1:"), (200_000, "\r\n") })
        {
            Encoding.ASCII.GetBytes(text).CopyTo(bytes, at);
        }

        bytes.AsSpan(1_000_000, 1_500_000).Fill((byte)'x');
        await using var run = Start("--quiet", "--", "sh", "-c", "tee /dev/stderr");

        await run.Input.WriteAsync(bytes, TestContext.Current.CancellationToken).AsTask().OrFail();
        run.Input.Close();

        Assert.Equal(0, await run.WaitForExitAsync());
        Assert.True(bytes.AsSpan().SequenceEqual(run.OutputBytes));
        Assert.True(bytes.AsSpan().SequenceEqual(run.ErrorBytes));
    }

    [Fact]
    public async Task Its_words_and_variables_are_passed_as_bytes()
    {
        // The shell makes words and variables that are no UTF-8; another shell shows what arrived.
        var script = $"export ODD=\"$(printf 'v\\377w')\"; exec {RunProcess.Dotnet} {RunProcess.Program} run --quiet -- sh -c 'printf %s \"$1$ODD\"' sh \"$(printf 'a\\376b')\"";
        await using var run = RunProcess.StartProgram(_folder, [], "/bin/sh", ["-c", script]);
        run.Input.Close();

        Assert.Equal(0, await run.WaitForExitAsync());
        Assert.Equal([(byte)'a', 0xfe, (byte)'b', (byte)'v', 0xff, (byte)'w'], run.OutputBytes);
    }

    [Fact]
    public async Task Both_streams_keep_their_order_where_they_lead_to_the_same_place()
    {
        var script = $"{RunProcess.Dotnet} {RunProcess.Program} run --quiet -- sh -c 'for i in 1 2 3 4 5 6 7 8 9; do echo out$i; echo err$i >&2; done' 2>&1";
        await using var run = RunProcess.StartProgram(_folder, [], "/bin/sh", ["-c", script]);
        run.Input.Close();

        Assert.Equal(0, await run.WaitForExitAsync());
        Assert.Equal(string.Concat(Enumerable.Range(1, 9).Select(i => string.Create(CultureInfo.InvariantCulture, $"out{i}\nerr{i}\n"))), run.Output);
    }

    [Theory]
    [InlineData(SigInt, "INT")]
    [InlineData(SigTerm, "TERM")]
    [InlineData(SigHup, "HUP")]
    public async Task A_signal_reaches_it_once_and_its_answer_counts(int number, string name)
    {
        await using var run = Start("--quiet", "--", "sh", "-c", $"trap 'echo caught; exit 42' {name}; echo ready; while :; do sleep 0.1; done");
        await run.WaitForAsync("ready");

        run.Signal(number);

        Assert.Equal(42, await run.WaitForExitAsync());
        Assert.Equal("ready\ncaught\n", run.Output);
    }

    [Fact]
    public async Task A_second_signal_ends_what_does_not_end_and_leaves_no_orphan()
    {
        await using var run = Start("--quiet", "--", "sh", "-c", "trap 'echo no' INT TERM; (trap '' INT TERM; setsid sleep 1000) & echo child $!; sleep 1000 & echo ready $$; while :; do wait; done");
        await run.WaitForAsync("ready");
        var ids = await DescendantsAsync(run.Id, 3);

        run.Signal(SigTerm);
        await run.WaitForAsync("no");
        run.Signal(SigTerm);

        Assert.Equal(137, await run.WaitForExitAsync());
        Assert.DoesNotContain(ids, RunProcess.IsRunning);
    }

    [Fact]
    public async Task Output_without_end_is_stopped_by_a_signal()
    {
        await using var run = Start("--quiet", "--", "sh", "-c", "exec yes 'a line that goes on' >&2");
        await run.WaitForBytesAsync(20_000_000);

        // Nobody reads any more: the command is stuck in its write, and so is what passes it on.
        run.Signal(SigTerm);

        Assert.Equal(143, await run.WaitForExitAsync());
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_told_to_it_as_without_us()
    {
        await using var run = Start("--quiet", "--", "sh", "-c", "exec yes 'a line that goes on' >&2");
        await run.WaitForBytesAsync(1_000_000);

        run.StopReadingErrors();

        // SIGPIPE.
        Assert.Equal(141, await run.WaitForExitAsync());
    }

    [Fact]
    public async Task What_it_leaves_running_is_not_waited_for()
    {
        await using var run = Start("--quiet", "--", "sh", "-c", "sleep 1000 >/dev/null </dev/null & echo $! >&2");
        run.Input.Close();

        Assert.Equal(0, await run.WaitForExitAsync());
        var left = int.Parse(run.Errors, CultureInfo.InvariantCulture);
        Assert.True(RunProcess.IsRunning(left));
        using var process = System.Diagnostics.Process.GetProcessById(left);
        process.Kill();
    }

    private RunProcess Start(params string[] arguments) => RunProcess.Start(_folder, new Dictionary<string, string> { ["GOENV"] = "off" }, arguments);

    /// <summary>The processes below one, once there are as many as expected.</summary>
    private static async Task<IReadOnlyList<int>> DescendantsAsync(int root, int count)
    {
        using var limit = new CancellationTokenSource(Patience.Long);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await look.WaitForNextTickAsync(limit.Token))
        {
            var parents = new Dictionary<int, int>();
            foreach (var folder in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName))
            {
                if (int.TryParse(folder, out var id) && StatOf(id) is { } stat)
                {
                    parents[id] = int.Parse(stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture);
                }
            }

            int[] found = [.. parents.Keys.Where(id => IsBelow(id, root, parents))];
            if (found.Length >= count)
            {
                return found;
            }
        }

        throw new TimeoutException();
    }

    private static bool IsBelow(int id, int root, Dictionary<int, int> parents)
    {
        for (var steps = 0; steps < 50 && parents.TryGetValue(id, out var parent); steps++, id = parent)
        {
            if (parent == root)
            {
                return true;
            }
        }

        return false;
    }

    private static string? StatOf(int id)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
