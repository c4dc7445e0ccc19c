using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Http;

/// <summary>Times the phases of one request. One use.</summary>
internal sealed class PhaseClock(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _requested;

    public double? Dns { get; set; }

    public double? Connect { get; set; }

    public double? Proxy { get; set; }

    public double? Tls { get; set; }

    public double? FirstByte { get; set; }

    /// <summary>The request goes out now.</summary>
    public void StartRequest() => _requested = time.GetTimestamp();

    /// <summary>Milliseconds since the request went out.</summary>
    public double SinceRequest() => time.GetElapsedTime(_requested).TotalMilliseconds;

    /// <summary>What is left of a limit; never nothing, so that it may be given to a timer.</summary>
    public TimeSpan Left(TimeSpan limit) => limit - time.GetElapsedTime(_started) is var left && left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);

    /// <summary>All phases.</summary>
    public PhaseTimes Stop() => new(Dns, Connect, Proxy, Tls, FirstByte, FirstByte is { } first ? SinceRequest() - first : null, time.GetElapsedTime(_started).TotalMilliseconds);
}
