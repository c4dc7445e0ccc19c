using Sluice.Doctor.Recording;

namespace Sluice.Cli.Run.Proxy;

/// <summary>A request on its way. Its forwarder writes, the status line and the watcher read.</summary>
internal sealed class LiveRequest(Recorder recorder, int number, string source, int sourceIndex, string method, string path, int attempt)
{
    private readonly Lock _lock = new();
    private readonly List<RecordedHop> _hops = [];
    private LiveHop? _hop;

    public string Source => source;

    public string Method => method;

    public string Path => path;

    public AskedFor Asked { get; } = sourceIndex < 0 ? AskedForReader.ReadSumDb(path) : AskedForReader.Read(path);

    public double StartMs { get; } = recorder.NowMs;

    /// <summary>The status given to the command; 0 before.</summary>
    public int Status { get; set; }

    public string? Error { get; set; }

    public long SizeBytes { get; private set; }

    /// <summary>What it waits for: <c>dns</c>, <c>tcp</c>, <c>tls</c>, <c>first byte</c>, <c>transfer</c>.</summary>
    public string Phase
    {
        get
        {
            lock (_lock)
            {
                return _hop?.Phase ?? "dns";
            }
        }
    }

    /// <summary>The address of the connection; null when it is not known.</summary>
    public string? Address
    {
        get
        {
            lock (_lock)
            {
                return _hop?.Clock.Address;
            }
        }
    }

    public LiveHop BeginHop(Uri url, Uri? forwardProxy)
    {
        lock (_lock)
        {
            CloseHop();
            return _hop = new LiveHop(recorder, url, forwardProxy);
        }
    }

    /// <summary>Bytes came for the command.</summary>
    public void Receive(int bytes)
    {
        lock (_lock)
        {
            SizeBytes += bytes;
            _hop?.Receive(bytes);
        }

        recorder.Move();
    }

    public void End(RequestOutcome outcome) => recorder.End(this, outcome);

    public RecordedRequest ToRecord(RequestOutcome outcome)
    {
        lock (_lock)
        {
            CloseHop();
            return new RecordedRequest
            {
                Number = number,
                Source = source,
                SourceIndex = sourceIndex,
                Method = method,
                Path = path,
                Asked = Asked,
                StartMs = StartMs,
                DurationMs = recorder.NowMs - StartMs,
                Outcome = outcome,
                Status = Status,
                SizeBytes = SizeBytes,
                Error = Error,
                Attempt = attempt,
                Cache = CacheWords.Of(_hops.LastOrDefault()?.ResponseHeaders ?? []),
                Hops = [.. _hops],
            };
        }
    }

    private void CloseHop()
    {
        if (_hop is not null)
        {
            _hops.Add(_hop.ToRecord());
            _hop = null;
        }
    }
}
