using Sluice.Cli.Run.Proxy;
using Sluice.Doctor.Recording;

namespace Sluice.Cli.Run.Watching;

/// <summary>Looks at the processes below the command from time to time, and remembers version control programs.</summary>
internal sealed class ProcessWatch(Recorder recorder)
{
    private static readonly string[] VersionControl = ["git", "git-remote-http", "git-remote-https", "ssh", "hg", "svn", "fossil", "bzr"];
    private readonly Dictionary<int, (RecordedProcess Process, double LastMs)> _seen = [];
    private int[] _lastIds = [];

    /// <summary>What ran when it was looked last.</summary>
    public IReadOnlyList<ProcEntry> Running { get; private set; } = [];

    /// <summary>Version control programs that ran when it was looked last, the oldest first.</summary>
    public IReadOnlyList<RecordedProcess> VersionControlRunning { get; private set; } = [];

    /// <summary>All that were seen, in order of their start.</summary>
    public IReadOnlyList<RecordedProcess> Seen =>
        [.. _seen.Values.Select(seen => seen.Process with { DurationMs = seen.LastMs - seen.Process.StartMs }).OrderBy(process => process.StartMs)];

    /// <summary>Looks.</summary>
    public void Look(int root)
    {
        var now = recorder.NowMs;
        Running = [.. ProcTree.Of(root).Where(entry => entry.State != 'Z')];
        int[] ids = [.. Running.Select(entry => entry.Id)];
        if (!ids.AsSpan().SequenceEqual(_lastIds))
        {
            _lastIds = ids;
            recorder.Move();
        }

        var running = new List<RecordedProcess>();
        foreach (var entry in Running.Where(entry => IsVersionControl(entry.Name)))
        {
            if (Take(entry, now) is { } process)
            {
                running.Add(process with { DurationMs = now - process.StartMs });
            }
        }

        VersionControlRunning = [.. running.OrderBy(process => process.StartMs)];
    }

    private RecordedProcess? Take(ProcEntry entry, double now)
    {
        if (_seen.TryGetValue(entry.Id, out var known))
        {
            _seen[entry.Id] = (known.Process with { Peer = PeerTable.Of(entry.Id) ?? known.Process.Peer }, now);
            return _seen[entry.Id].Process;
        }

        if (_seen.Count >= RecordingLimits.MaxProcesses)
        {
            return null;
        }

        var process = new RecordedProcess(entry.Id, entry.Name, Masking.Command(ProcTree.WordsOf(entry.Id)), now, 0, PeerTable.Of(entry.Id));
        _seen[entry.Id] = (process, now);
        return process;
    }

    // The kernel cuts names at 15 characters: git-remote-http is git-remote-https as well.
    private static bool IsVersionControl(string name) => VersionControl.Contains(name);
}
