using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Server.SendFile;
using Sluice.Testing;

namespace Sluice.Server.Tests.SendFile;

public sealed class TransferWatchdogTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public void Who_makes_progress_however_slowly_is_left_alone()
    {
        var time = new ManualTimeProvider();
        using var watchdog = new TransferWatchdog(time, Limit);
        var (context, connection) = MakeContext();
        using var transfer = watchdog.Watch(context);
        for (var i = 0; i < 100; i++)
        {
            time.Advance(Limit);
            transfer.Progress();
        }

        Assert.False(connection.IsAborted);
    }

    [Fact]
    public void Who_makes_none_is_ended_soon_after_the_limit()
    {
        var time = new ManualTimeProvider();
        using var watchdog = new TransferWatchdog(time, Limit);
        var (stuckContext, stuck) = MakeContext();
        var (activeContext, active) = MakeContext();
        using var first = watchdog.Watch(stuckContext);
        using var second = watchdog.Watch(activeContext);

        time.Advance(Limit);
        second.Progress();
        Assert.False(stuck.IsAborted);
        time.Advance(Limit / 10);

        Assert.Equal((true, false), (stuck.IsAborted, active.IsAborted));
    }

    [Fact]
    public void Who_has_ended_is_watched_no_more()
    {
        var time = new ManualTimeProvider();
        using var watchdog = new TransferWatchdog(time, Limit);
        var (context, connection) = MakeContext();
        watchdog.Watch(context).Dispose();

        time.Advance(Limit * 3);

        Assert.Equal((0, false), (watchdog.Count, connection.IsAborted));
    }

    private static (HttpContext Context, Connection Connection) MakeContext()
    {
        var connection = new Connection();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
        return (context, connection);
    }

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }
}
