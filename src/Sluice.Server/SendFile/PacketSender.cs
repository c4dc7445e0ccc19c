using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Sluice.Server.SendFile;

/// <summary>
/// The managed way to send a file: .NET waits with epoll until the socket takes more, and sends with sendfile(2) too. One for each connection,
/// one send at a time. What waits for it goes on where the send ended, without another hop between threads.
/// </summary>
internal sealed class PacketSender : SocketAsyncEventArgs, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _sent;

    /// <summary>Sends a range.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public ValueTask SendAsync(Socket socket, FileStream file, long offset, int count)
    {
        _sent.Reset();
        SendPacketsElements = [new SendPacketsElement(file, offset, count)];
        if (socket.SendPacketsAsync(this))
        {
            return new ValueTask(this, _sent.Version);
        }

        return SocketError == SocketError.Success ? ValueTask.CompletedTask : ValueTask.FromException(new SocketException((int)SocketError));
    }

    void IValueTaskSource.GetResult(short token) => _sent.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _sent.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _sent.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        if (SocketError == SocketError.Success)
        {
            _sent.SetResult(true);
            return;
        }

        _sent.SetException(new SocketException((int)SocketError));
    }
}
