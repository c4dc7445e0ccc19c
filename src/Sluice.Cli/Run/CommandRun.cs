using System.Runtime.InteropServices;
using Sluice.Cli.Run.Children;
using Sluice.Cli.Run.Proxy;
using Sluice.Cli.Run.Watching;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Settings;
using Sluice.Doctor.Recording;
using Sluice.Fetch.Http;

namespace Sluice.Cli.Run;

/// <summary>Runs a command with the recording proxy before it, from its start to the recording.</summary>
internal sealed class CommandRun : IAsyncDisposable
{
    /// <summary>How often the processes are looked at and the status is written.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    /// <summary>A status is shown for what lasts longer than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long what the ended command has left in the pipe is waited for, while somebody else still holds the pipe open.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(300);

    private readonly CliContext _context;
    private readonly RunOptions _options;
    private readonly Recorder _recorder;
    private readonly RunServer _server = new();
    private readonly RunForwarder _forwarder;
    private readonly RunChain _chain;
    private readonly StatusLine _line;
    private readonly ProcessWatch _processes;
    private readonly Lock _lock = new();
    private IRunChild? _child;
    private PosixSignal? _early;
    private int _signals;

    public CommandRun(CliContext context, RunOptions options, Stream error)
    {
        _context = context;
        _options = options;
        _recorder = new Recorder(context.Time);
        _processes = new ProcessWatch(_recorder);
        _forwarder = new RunForwarder(context.Variables, _recorder, context.Time);
        _line = new StatusLine(error, context.IsErrorTerminal && !options.IsQuiet && !options.IsUntouched && !IsDumb(context), () => ErrorTerminal.Width(context));
        _chain = ReadChain(context, _server.Loopback);
    }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="ChildStartException">It could not be started.</exception>
    public async Task<RunRecording> RunAsync(CancellationToken cancellationToken)
    {
        var streams = StreamChoice.Choose(_options.IsUntouched, _context.IsOutTerminal, _context.IsErrorTerminal);
        var start = new ChildStart(_options.Words, ChildEnvironment(), _context.WorkingDirectory, streams);
        _context.Signals.GiveTo(Take);
        using var more = RegisterSignals();
        try
        {
            using var child = OperatingSystem.IsLinux() ? (IRunChild)LinuxChild.Start(start) : OtherChild.Start(start);
            Adopt(child);
            var annotator = _options.Annotates && !_options.IsQuiet ? new Annotator(_line, _context.ErrorInk) : null;
            var relay = child.Output is null ? null : new OutputRelay(child.Output, Restorer(), _line, _recorder, annotator);
            var relaying = relay?.RunAsync() ?? Task.CompletedTask;
            var stalls = new StallWatch(_recorder, _processes, child.Id, _options.HangAfter);
            await ServeAsync(child, cancellationToken);
            var exitCode = await WatchAsync(child, relay, stalls);
            var durationMs = _recorder.NowMs;
            await Task.WhenAny(relaying, Task.Delay(Drain, _context.Time, CancellationToken.None));
            _line.Show(null);
            return Record(exitCode, durationMs, relay?.Seen, stalls);
        }
        finally
        {
            _context.Signals.GiveTo(null);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _forwarder.Dispose();
    }

    private static RunChain ReadChain(CliContext context, string loopback)
    {
        var host = new DoctorHost
        {
            Environment = context.Variables,
            System = OperatingSystem.IsWindows() ? HostSystem.Windows : OperatingSystem.IsMacOS() ? HostSystem.MacOS : HostSystem.Linux,
            WorkingDirectory = context.WorkingDirectory,
            Time = context.Time,
            Random = _ => 0,
        };
        var netrc = Netrc.TryLoad(NetrcReader.PathOf(host) is { Length: > 0 } file ? file : ".netrc", out var found, out _) ? found : Netrc.Parse("");
        return RunChain.Create(GoSettingsReader.Read(host), netrc, loopback);
    }

    private static bool IsDumb(CliContext context) => context.Variables.TryGetValue("TERM", out var terminal) && terminal == "dumb";

    private UrlRestorer Restorer() => new(_server.Loopback, id => _chain.Targets.GetValueOrDefault(id)?.Shown);

    private Dictionary<string, string> ChildEnvironment()
    {
        var variables = new Dictionary<string, string>(_context.Variables, StringComparer.Ordinal);
        if (_chain.GoProxy is not null)
        {
            variables["GOPROXY"] = _chain.GoProxy;
        }

        if (_chain.GoSumDb is not null)
        {
            variables["GOSUMDB"] = _chain.GoSumDb;
        }

        return variables;
    }

    /// <summary>The command is under way already: what it asks meanwhile waits in the socket's queue.</summary>
    private async Task ServeAsync(IRunChild child, CancellationToken cancellationToken)
    {
        try
        {
            await _server.StartAsync(new RunRoutes(_chain, _forwarder), cancellationToken);
        }
        catch
        {
            child.Kill();
            throw;
        }
    }

    private async Task<int> WatchAsync(IRunChild child, OutputRelay? relay, StallWatch stalls)
    {
        using var beat = new PeriodicTimer(Beat, _context.Time);
        while (true)
        {
            var tick = beat.WaitForNextTickAsync(CancellationToken.None).AsTask();
            if (await Task.WhenAny(child.ExitCode, tick) == child.ExitCode)
            {
                return await child.ExitCode;
            }

            _processes.Look(child.Id);
            relay?.Settle();
            if (stalls.Look() is { } word && !_options.IsQuiet)
            {
                _line.Say($"sluice run: {word}");
            }

            if (_line.IsLive)
            {
                _line.Show(Status());
            }
        }
    }

    /// <summary>What is waited for, when it lasts; null for nothing. Not while ssh runs: it may be asking the user something.</summary>
    private string? Status()
    {
        if (_processes.VersionControlRunning.Any(process => process.Name == "ssh"))
        {
            return null;
        }

        var now = _recorder.NowMs;
        var least = Patience.TotalMilliseconds;
        var what = _recorder.Open() is [var request, ..] && now - request.StartMs >= least
            ? WaitWords.Status(request, now)
            : _processes.VersionControlRunning is [.., var program] && program.DurationMs >= least
                ? $"{program.DurationMs / 1000:0.0} s for {program.Command}"
                : null;
        return what is null ? null : $"… {_recorder.DoneCount} done, waiting {what}";
    }

    private PosixSignalRegistrations RegisterSignals() => new(
        (PosixSignal.SIGHUP, () => Take(PosixSignal.SIGHUP)),
        (PosixSignal.SIGQUIT, () => Take(PosixSignal.SIGQUIT)),
        (PosixSignalRegistrations.WindowChanged, () => _child?.Resize()));

    /// <summary>A signal may have come while the command was being started.</summary>
    private void Adopt(IRunChild child)
    {
        lock (_lock)
        {
            _child = child;
            if (_early is { } signal)
            {
                child.Signal(signal);
            }
        }
    }

    /// <summary>The first signal is the command's to act on; the second one ends it.</summary>
    private void Take(PosixSignal signal)
    {
        lock (_lock)
        {
            _signals++;
            if (_child is null)
            {
                _early = signal;
            }
            else if (_signals == 1)
            {
                _child.Signal(signal);
            }
            else
            {
                _child.Kill();
            }
        }
    }

    /// <summary>A command that ends hangs up all it waits for; which of the two is noticed first is chance.</summary>
    private static bool EndsWithCommand(RecordedRequest request, double durationMs) =>
        request.Outcome == RequestOutcome.Abandoned && request.EndMs >= durationMs - Drain.TotalMilliseconds;

    private RunRecording Record(int exitCode, double durationMs, SeenText? seen, StallWatch stalls)
    {
        var recording = new RunRecording
        {
            Recorder = Commands.VersionCommand.ProductVersion,
            Command = [.. _options.Words.Select(word => Masking.Text(word))],
            Started = _recorder.Started,
            DurationMs = durationMs,
            ExitCode = exitCode,
            Settings = _chain.Settings,
            Requests = [.. _recorder.Finish().Select(request => EndsWithCommand(request, durationMs) ? request with { Outcome = RequestOutcome.Unfinished } : request)],
            UnlistedRequests = _recorder.Unlisted,
            Processes = _processes.Seen,
            Stalls = stalls.Stalls,
            Output = seen is null ? RunOutput.None : OutputJudge.Judge(seen, exitCode != 0),
        };
        return recording with { Summary = RunAnalysis.Of(recording) };
    }
}
