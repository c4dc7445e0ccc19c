using System.Buffers;

namespace Sluice.Server.Telemetry;

/// <summary>
/// Where log lines go. Lines are collected in memory and written by one task, so that a request never waits for a terminal or a disk. When
/// the reader is too slow the newest lines are dropped and counted: the gateway's answers matter more than its log.
/// </summary>
internal sealed class LogSink : IAsyncDisposable
{
    /// <summary>Unwritten bytes beyond which lines are dropped.</summary>
    private const int MaxPendingBytes = 4 * 1024 * 1024;

    /// <summary>How long a line may lie before it is written.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Stream _target;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _pending = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _writer;
    private ArrayBufferWriter<byte> _lines = new(64 * 1024);
    private ArrayBufferWriter<byte> _spare = new(64 * 1024);
    private long _dropped;

    public LogSink(Stream target, TimeProvider time)
    {
        _target = target;
        _time = time;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Adds one line, made by the caller's delegate into the buffer; the delegate writes the line end too.</summary>
    public void Add<TState>(in TState state, LineWriter<TState> write)
    {
        bool first;
        lock (_lock)
        {
            if (_lines.WrittenCount > MaxPendingBytes)
            {
                _dropped++;
                return;
            }

            first = _lines.WrittenCount == 0;
            write(_lines, state);
        }

        if (first)
        {
            _pending.Release();
        }
    }

    /// <summary>Writes what is pending and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _writer;
        await FlushAsync();
        _stopping.Dispose();
        _pending.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                await _pending.WaitAsync(_stopping.Token);
                await FlushAsync();
                await Task.Delay(Interval, _time, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The rest is written when the sink is disposed.
        }
    }

    private async Task FlushAsync()
    {
        ArrayBufferWriter<byte> lines;
        long dropped;
        lock (_lock)
        {
            (lines, _lines) = (_lines, _spare);
            _spare = lines;
            dropped = _dropped;
            _dropped = 0;
        }

        try
        {
            if (dropped > 0)
            {
                await _target.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"sluice: {dropped} log lines dropped, the reader is too slow\n"), CancellationToken.None);
            }

            await _target.WriteAsync(lines.WrittenMemory, CancellationToken.None);
            await _target.FlushAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // Nobody reads the log any more (a closed pipe); there is nowhere left to say so.
        }

        lines.ResetWrittenCount();
    }

    /// <summary>Writes one line.</summary>
    public delegate void LineWriter<TState>(IBufferWriter<byte> line, in TState state);
}
