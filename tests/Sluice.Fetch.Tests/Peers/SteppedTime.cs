namespace Sluice.Fetch.Tests.Peers;

/// <summary>A clock that the test sets; timers are real.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private DateTimeOffset _now = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
}
