namespace Sluice.Cli.Run.Proxy;

/// <summary>When the steps of opening a connection were done. Written by the connection's maker, read by others.</summary>
internal sealed class ConnectionClock(Recorder recorder)
{
    /// <summary>Where a request carries it.</summary>
    public static readonly HttpRequestOptionsKey<ConnectionClock> Key = new("sluice.clock");

    private readonly Lock _lock = new();
    private bool _isOpening;
    private ConnectionTimes _times;

    /// <summary>The address connected to, <c>1.2.3.4:443</c>, or the one being tried.</summary>
    public string? Address { get; private set; }

    public string Phase
    {
        get
        {
            lock (_lock)
            {
                return !_isOpening || _times.TlsEnd is not null ? "first byte" : _times.ConnectEnd is not null ? "tls" : _times.DnsEnd is not null || Address is not null ? "tcp" : "dns";
            }
        }
    }

    /// <summary>Whether TLS follows the connection.</summary>
    public bool IsPlain { get; set; }

    public void Open() => Note(() => _isOpening = true);

    public void Resolved() => Note(() => _times = _times with { DnsEnd = recorder.NowMs });

    public void Trying(string address) => Note(() => Address = address);

    public void Connected(string address) => Note(() =>
    {
        Address = address;
        _times = _times with { ConnectEnd = recorder.NowMs };
        _isOpening = !IsPlain;
    });

    /// <summary>TLS is done; for plain connections there is none.</summary>
    public void Secured() => Note(() => _times = IsPlain ? _times : _times with { TlsEnd = recorder.NowMs });

    /// <summary>The steps that were done by then.</summary>
    public ConnectionTimes Until(double ms)
    {
        lock (_lock)
        {
            var isWhole = _times.ConnectEnd is null || _times.ConnectEnd <= ms;
            return isWhole ? _times with { IsConnecting = _isOpening && _times.TlsEnd is null } : default;
        }
    }

    private void Note(Action change)
    {
        lock (_lock)
        {
            change();
        }

        recorder.Move();
    }
}

/// <summary>Times from the recording's beginning; null for a step that was not done.</summary>
internal readonly record struct ConnectionTimes(double? DnsEnd, double? ConnectEnd, double? TlsEnd, bool IsConnecting);
