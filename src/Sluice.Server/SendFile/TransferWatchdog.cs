using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Sluice.Server.SendFile;

/// <summary>
/// Ends transfers whose client takes nothing any more. Slow clients are welcome: what counts is that one piece of
/// <see cref="SocketOutput.MaxRangeBytes"/> at most goes out within the limit. Kestrel's own minimum data rate is off: it gives each flush
/// its grace period only, however many bytes it carries, and so cuts off healthy readers of big files.
/// </summary>
internal sealed class TransferWatchdog : IDisposable
{
    /// <summary>Longest time without progress: 1 MiB in ten minutes are 1,700 bytes a second.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Transfer, bool> _transfers = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly ITimer _timer;

    public TransferWatchdog(TimeProvider time, TimeSpan limit)
    {
        _time = time;
        _limit = limit;
        _timer = time.CreateTimer(_ => Sweep(), null, limit / 10, limit / 10);
    }

    /// <summary>Transfers under way.</summary>
    public int Count => _transfers.Count;

    /// <summary>Watches a transfer until it is disposed.</summary>
    public Transfer Watch(HttpContext context)
    {
        var transfer = new Transfer(this, context, _time.GetTimestamp());
        _transfers.TryAdd(transfer, true);
        return transfer;
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        foreach (var (transfer, _) in _transfers)
        {
            if (_time.GetElapsedTime(transfer.LastProgress) > _limit)
            {
                transfer.Abort();
            }
        }
    }

    internal sealed class Transfer(TransferWatchdog watchdog, HttpContext context, long started) : IDisposable
    {
        private long _lastProgress = started;

        public long LastProgress => Volatile.Read(ref _lastProgress);

        public void Progress() => Volatile.Write(ref _lastProgress, watchdog._time.GetTimestamp());

        public void Abort() => context.Abort();

        public void Dispose() => watchdog._transfers.TryRemove(this, out _);
    }
}
