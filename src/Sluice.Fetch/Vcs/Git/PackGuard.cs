namespace Sluice.Fetch.Vcs.Git;

/// <summary>Watches the pack that a fetch writes, since git fetch has no limit of its own, and ends the fetch when it grows too big.</summary>
internal sealed class PackGuard : IDisposable
{
    /// <summary>Between two looks: what a fast server sends in that time is the most that a limit is overrun by.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly GitCopy _copy;
    private readonly long _limitBytes;
    private readonly CancellationTokenSource _end;
    private readonly ITimer _timer;

    /// <summary>Begins to watch.</summary>
    public PackGuard(GitCopy copy, long limitBytes, TimeProvider time, CancellationToken cancellationToken)
    {
        _copy = copy;
        _limitBytes = limitBytes;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _end.Token;
        _timer = time.CreateTimer(static state => ((PackGuard)state!).Look(), this, Pause, Pause);
    }

    /// <summary>Ends with the fetch's own, or when the pack is too big.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether the pack was too big.</summary>
    public bool IsTooBig { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_end)
        {
            _timer.Dispose();
            _end.Dispose();
        }
    }

    private void Look()
    {
        if (_copy.UnfinishedPackBytes <= _limitBytes)
        {
            return;
        }

        lock (_end)
        {
            if (_timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan))
            {
                IsTooBig = true;
                _end.Cancel();
            }
        }
    }
}
