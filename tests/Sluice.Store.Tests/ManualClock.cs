namespace Sluice.Store.Tests;

/// <summary>A clock to wind. Starts at the system's time, since the file system's own stamps stand beside its.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private TimeSpan _wound;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start + _wound;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan time) => _wound += time;
}
