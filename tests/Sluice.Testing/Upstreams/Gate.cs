namespace Sluice.Testing;

/// <summary>Holds requests until the test lets them go, and tells the test when they have come. Opens once, for all.</summary>
public sealed class Gate
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private int _arrived;

    /// <summary>How many have come so far.</summary>
    public int Arrived => Volatile.Read(ref _arrived);

    /// <summary>Lets everybody through, those who come later too.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Ends when so many have come; a <see cref="TimeoutException"/> after <see cref="Patience.Long"/>.</summary>
    public Task WaitForArrivalsAsync(int count = 1)
    {
        lock (_lock)
        {
            if (_arrived >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task.OrFail();
        }
    }

    /// <summary>Comes to the gate and waits until it is open, or until the token ends the wait.</summary>
    public Task PassAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _arrived++;
            foreach (var waiter in _waiters.Where(waiter => _arrived >= waiter.Count).ToArray())
            {
                _waiters.Remove(waiter);
                waiter.Reached.SetResult();
            }
        }

        return _opened.Task.WaitAsync(cancellationToken);
    }
}
