using Sluice.Doctor.Recording;

namespace Sluice.Cli.Run.Proxy;

/// <summary>Takes down what happens while it happens. Safe for concurrent use.</summary>
internal sealed class Recorder(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly List<RecordedRequest> _done = [];
    private readonly List<LiveRequest> _open = [];
    private readonly Dictionary<(int, string, string), int> _attempts = [];
    private int _numbers;
    private long _unlisted;
    private long _lastMove = time.GetTimestamp();

    /// <summary>When the recording began.</summary>
    public DateTimeOffset Started { get; } = time.GetUtcNow();

    /// <summary>Milliseconds since the beginning.</summary>
    public double NowMs => time.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>How long nothing has moved: no request began, went on or ended, nothing was said, no program came or went.</summary>
    public TimeSpan Stillness => time.GetElapsedTime(Interlocked.Read(ref _lastMove));

    public int DoneCount
    {
        get
        {
            lock (_lock)
            {
                return _done.Count;
            }
        }
    }

    /// <summary>Requests beyond the most that are kept.</summary>
    public long Unlisted => Interlocked.Read(ref _unlisted);

    /// <summary>Something moved.</summary>
    public void Move() => Interlocked.Exchange(ref _lastMove, time.GetTimestamp());

    /// <summary>What is open, the oldest first.</summary>
    public IReadOnlyList<LiveRequest> Open()
    {
        lock (_lock)
        {
            return [.. _open];
        }
    }

    /// <summary>A request came.</summary>
    public LiveRequest Begin(string source, int sourceIndex, string method, string path)
    {
        Move();
        lock (_lock)
        {
            var key = (sourceIndex, method, path);
            var attempt = _attempts.GetValueOrDefault(key) + 1;
            if (_attempts.Count < RecordingLimits.MaxRequests)
            {
                _attempts[key] = attempt;
            }

            var request = new LiveRequest(this, ++_numbers, source, sourceIndex, method, path, attempt);
            _open.Add(request);
            return request;
        }
    }

    /// <summary>A request ended.</summary>
    public void End(LiveRequest request, RequestOutcome outcome)
    {
        Move();
        var record = request.ToRecord(outcome);
        lock (_lock)
        {
            if (!_open.Remove(request))
            {
                return;
            }

            if (_done.Count < RecordingLimits.MaxRequests)
            {
                _done.Add(record);
            }
            else
            {
                _unlisted++;
            }
        }
    }

    /// <summary>Everything so far; what is still open counts as unfinished.</summary>
    public IReadOnlyList<RecordedRequest> Finish()
    {
        foreach (var request in Open())
        {
            End(request, RequestOutcome.Unfinished);
        }

        lock (_lock)
        {
            return [.. _done.OrderBy(request => request.Number)];
        }
    }
}
