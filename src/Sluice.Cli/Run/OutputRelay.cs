using Sluice.Cli.Run.Proxy;
using Sluice.Cli.Run.Watching;

namespace Sluice.Cli.Run;

/// <summary>
/// Passes on what the command says, at once and in order, with the real addresses put back. It reads no faster than its own reader: a full pipe stops the command, as
/// it would without us.
/// </summary>
internal sealed class OutputRelay(Stream source, UrlRestorer restorer, StatusLine line, Recorder recorder, Annotator? annotator)
{
    private const int BufferBytes = 64 * 1024;
    private readonly Lock _lock = new();
    private bool _isFresh;

    /// <summary>What was said.</summary>
    public SeenText Seen { get; } = new();

    /// <summary>Ends when the command and all that it started have closed the stream. A stream that nobody reads any more is closed, as it would be without us.</summary>
    public Task RunAsync() => Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>To be called from time to time: when nothing came since the last call, what is kept back goes out.</summary>
    public void Settle()
    {
        // Whoever holds it is writing to a reader that does not read; there is nothing to settle then.
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            if (!_isFresh)
            {
                Pass(restorer.Flush().Span);
                annotator?.Pause();
            }

            _isFresh = false;
        }
        catch (IOException)
        {
            // The relay's own next write finds the same.
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Run()
    {
        var buffer = new byte[BufferBytes];
        try
        {
            int read;
            while ((read = Read(buffer)) > 0)
            {
                recorder.Move();
                lock (_lock)
                {
                    _isFresh = true;
                    Pass(restorer.Restore(buffer.AsMemory(0, read)).Span);
                }
            }

            lock (_lock)
            {
                Pass(restorer.Flush().Span);
                annotator?.Finish();
            }
        }
        catch (IOException)
        {
            // Nobody reads our stderr any more. Closing the other end tells the command so.
            source.Dispose();
        }
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            Seen.Add(bytes);
            line.Pass(bytes);
            annotator?.Feed(bytes);
        }
    }

    private int Read(byte[] buffer)
    {
        try
        {
            return source.Read(buffer);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // A pseudo-terminal that nobody has open any more ends with EIO.
            return 0;
        }
    }
}
