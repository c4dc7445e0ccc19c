using Sluice.Cli.Output;
using Sluice.Cli.Run.Proxy;
using Sluice.Doctor.Recording;

namespace Sluice.Cli.Run.Watching;

/// <summary>Notices when nothing moves, says on what it waits, and remembers.</summary>
/// <param name="recorder">Knows when something moved.</param>
/// <param name="processes">What runs.</param>
/// <param name="root">The command's process id.</param>
/// <param name="limit">How long nothing must have moved.</param>
internal sealed class StallWatch(Recorder recorder, ProcessWatch processes, int root, TimeSpan limit)
{
    private const int MaxNamed = 3;

    /// <summary>Milliseconds by which two readings of the same clock may differ.</summary>
    private const double Least = 5;

    /// <summary>From the proven to the likely.</summary>
    private static readonly string[] Kinds = ["lock", "request", "process", "disk", "work", "unknown"];

    private readonly List<RecordedStall> _stalls = [];
    private RecordedStall? _current;
    private string? _said;
    private TimeSpan _nextWord;
    private long _lastTicks;

    /// <summary>All of them, the one that goes on with its length up to now.</summary>
    public IReadOnlyList<RecordedStall> Stalls => [.. _stalls, .. _current is null ? Array.Empty<RecordedStall>() : [_current]];

    /// <summary>Looks; returns what is to be said now, or null. It is said when the limit is reached, again each time that twice as long has passed, and
    /// when it is another thing.</summary>
    public string? Look()
    {
        var still = recorder.Stillness;
        var ticks = processes.Running.Sum(entry => entry.Ticks) + (ProcTree.Read(root)?.Ticks ?? 0);
        if (still < limit)
        {
            Close();
            _said = null;
            _lastTicks = ticks;
            _nextWord = limit;
            return null;
        }

        var startMs = recorder.NowMs - still.TotalMilliseconds;
        if (_current is not null && startMs > _current.StartMs + Least)
        {
            // Something moved since it was looked last, and then nothing again.
            Close();
        }

        var (kind, what) = Describe(ticks > _lastTicks);
        _lastTicks = ticks;
        if (_current is not null && Array.IndexOf(Kinds, kind) > Array.IndexOf(Kinds, _current.Kind))
        {
            // What was proven has just ended, and the next movement is still to come.
            (kind, what) = (_current.Kind, _current.Text);
        }

        _current = new RecordedStall(startMs, still.TotalMilliseconds, kind, what);
        if (still < _nextWord && kind == _said)
        {
            return null;
        }

        _said = kind;
        _nextWord = still * 2;
        return $"nothing has moved for {HumanText.Duration(still.TotalMilliseconds)}: {what}";
    }

    private void Close()
    {
        if (_current is not null && _stalls.Count < RecordingLimits.MaxStalls)
        {
            _stalls.Add(_current);
        }

        _current = null;
    }

    /// <summary>From what is proven to what is only likely.</summary>
    private (string Kind, string What) Describe(bool computes)
    {
        var ids = processes.Running.Select(entry => entry.Id).Append(root).ToHashSet();
        if (LockTable.WaitsOf(ids) is [var wait, ..])
        {
            var holder = wait.Holder == 0 ? "another process" : $"process {wait.Holder} ({Masking.Command(wait.HolderWords)})";
            return ("lock", $"waiting for the lock file {wait.File}, which {holder} holds");
        }

        if (recorder.Open() is { Count: > 0 } open)
        {
            var named = open.Take(MaxNamed).Select(request => WaitWords.Of(request, recorder.NowMs));
            return ("request", $"waiting for {string.Join("; ", named)}{(open.Count > MaxNamed ? $"; and {open.Count - MaxNamed} more" : "")}");
        }

        if (processes.VersionControlRunning is { Count: > 0 } programs)
        {
            var deepest = programs[^1];
            return ("process", $"waiting for {deepest.Command} (process {deepest.Id}, running for {HumanText.Duration(deepest.DurationMs)}{(deepest.Peer is null ? "" : $", connected to {deepest.Peer}")})");
        }

        if (processes.Running.Append(ProcTree.Read(root)).FirstOrDefault(entry => entry?.State == 'D') is { } onDisk)
        {
            return ("disk", $"process {onDisk.Id} ({onDisk.Name}) waits for the disk");
        }

        var busy = processes.Running.Where(entry => entry.State == 'R').Select(entry => entry.Name).Distinct().Take(MaxNamed).ToArray();
        return computes
            ? ("work", $"no request is open; the command is computing{(busy.Length > 0 ? $" ({string.Join(", ", busy)})" : "")}")
            : ("unknown", "no request is open, no lock is waited for, nothing is computed: the command waits for something that is not recorded (its input, or a connection of its own)");
    }
}
