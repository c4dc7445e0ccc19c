using System.Net.Http.Headers;
using Sluice.Doctor.Recording;

namespace Sluice.Cli.Run.Proxy;

/// <summary>A request on the wire, while it is there.</summary>
internal sealed class LiveHop(Recorder recorder, Uri url, Uri? forwardProxy)
{
    private readonly double _startMs = recorder.NowMs;
    private double? _headMs;
    private long _sizeBytes;
    private int _status;
    private string? _protocol;
    private IReadOnlyList<RecordedHeader> _sent = [];
    private IReadOnlyList<RecordedHeader> _received = [];

    /// <summary>The times of the connection that was opened for it, if one was.</summary>
    public ConnectionClock Clock { get; } = new(recorder);

    public string Phase => _headMs is not null ? "transfer" : Clock.Phase;

    public void Send(HttpRequestMessage message) => _sent = Read(message.Headers);

    /// <summary>The answer's head came.</summary>
    public void Answer(HttpResponseMessage message)
    {
        _headMs = recorder.NowMs;
        _status = (int)message.StatusCode;
        _protocol = message.Version.Major >= 2 ? $"HTTP/{message.Version.Major}" : $"HTTP/{message.Version.Major}.{message.Version.Minor}";
        _received = [.. Read(message.Headers), .. Read(message.Content.Headers)];
        recorder.Move();
    }

    public void Receive(int bytes) => _sizeBytes += bytes;

    public RecordedHop ToRecord()
    {
        var now = recorder.NowMs;

        // A connection that was opened for this request but was ready only after another one had served it is no part of it.
        var times = Clock.Until(_headMs ?? now);
        var connected = times.TlsEnd ?? times.ConnectEnd;
        return new RecordedHop
        {
            Url = Masking.Url(url),
            StartMs = _startMs,
            DnsMs = times.DnsEnd is { } dns ? dns - _startMs : null,
            ConnectMs = times.ConnectEnd - (times.DnsEnd ?? _startMs),
            TlsMs = times.TlsEnd - times.ConnectEnd,
            WaitMs = _headMs is null && times.IsConnecting ? null : (_headMs ?? now) - (connected ?? _startMs),
            ReceiveMs = now - _headMs,
            Status = _status,
            Protocol = _protocol,
            Address = connected is null ? null : Clock.Address,
            ForwardProxy = forwardProxy is null ? null : Masking.Url(forwardProxy),
            SizeBytes = _sizeBytes,
            RequestHeaders = _sent,
            ResponseHeaders = _received,
        };
    }

    private static IReadOnlyList<RecordedHeader> Read(HttpHeaders headers) =>
        [.. headers.NonValidated.Select(header => new RecordedHeader(header.Key, Masking.Header(header.Key, string.Join(", ", header.Value))))];
}
