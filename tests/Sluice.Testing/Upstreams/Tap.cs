using System.Threading.Channels;

namespace Sluice.Testing;

/// <summary>Lets bytes of one body through, as many as the test says. For one request at a time.</summary>
public sealed class Tap
{
    private readonly Channel<int> _portions = Channel.CreateUnbounded<int>();

    /// <summary>Lets so many more bytes through.</summary>
    public void Release(int bytes) => _portions.Writer.TryWrite(bytes);

    /// <summary>Lets all the rest through.</summary>
    public void ReleaseAll() => _portions.Writer.TryComplete();

    /// <summary>Waits for the next portion; <see cref="int.MaxValue"/> once all is released.</summary>
    internal async ValueTask<int> TakeAsync(CancellationToken cancellationToken) =>
        await _portions.Reader.WaitToReadAsync(cancellationToken) && _portions.Reader.TryRead(out var bytes) ? bytes : int.MaxValue;
}
