using Sluice.Doctor.Lookups;
using Sluice.Doctor.Tests.Probes;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Lookups;

public sealed class HostsAuditTests : IDisposable
{
    private readonly TestHost _test = new();

    [Fact]
    public void Hosts_that_downloads_need_are_judged_and_others_left_alone()
    {
        _test.WriteSystem("/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 proxy.golang.org\n140.82.1.1 github.com\n10.1.1.1 printer\n0.0.0.0 goproxy.cn\n");

        var report = HostsAudit.Run(_test.Build(), baseline: null);

        Assert.Equal(
            [(Severity.Fatal, 2), (Severity.Warning, 3), (Severity.Warning, 5)],
            report.Remarks.Select(remark => (remark.Severity, remark.Line)));
        Assert.Equal("sluice doctor hosts --remove proxy.golang.org", report.Remarks[0].Fix);
        Assert.Equal(Severity.Fatal, report.Severity);
    }

    [Fact]
    public void A_baseline_shows_what_came_and_went()
    {
        var file = Path.Combine(_test.Home, "kept", "hosts");
        _test.WriteSystem("/etc/hosts", "127.0.0.1 localhost\n10.0.0.1 a\n");
        HostsAudit.SaveBaseline(_test.Build(), file);
        Assert.Equal(Severity.Benign, HostsAudit.Run(_test.Build(), file).Severity);
        _test.WriteSystem("/etc/hosts", "127.0.0.1 localhost\n10.0.0.2 a\n");

        var report = HostsAudit.Run(_test.Build(), file);

        Assert.Equal(("10.0.0.2", "10.0.0.1"), (report.Baseline!.Added.Single().Address, report.Baseline.Removed.Single().Address));
        Assert.Equal(Severity.Warning, report.Severity);
    }

    [Fact]
    public async Task Every_change_is_told_while_it_is_watched()
    {
        var time = new ManualTimeProvider();
        _test.Time = time;
        _test.WriteSystem("/etc/hosts", "127.0.0.1 localhost\n");
        var seen = new TaskCompletionSource<HostsChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var watching = HostsAudit.WatchAsync(_test.Build(), TimeSpan.FromSeconds(2), change => seen.TrySetResult(change), stop.Token);

        _test.WriteSystem("/etc/hosts", "127.0.0.1 localhost proxy.golang.org\n");
        time.Advance(TimeSpan.FromSeconds(2));
        var change = await seen.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(["127.0.0.1 proxy.golang.org"], change.Added);
        Assert.Empty(change.Removed);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public void Temporary_entries_are_known_as_ours_and_expire()
    {
        _test.Time = new ManualTimeProvider(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
        _test.WriteSystem("/etc/hosts", "# >>> sluice >>> x\n1.2.3.4 proxy.golang.org # until 2026-11-28T11:00:00Z\n1.2.3.4 sum.golang.org # until 2026-11-28T13:00:00Z\n# <<< sluice <<<\n");

        var report = HostsAudit.Run(_test.Build(), baseline: null);

        Assert.Empty(report.Remarks);
        Assert.Equal((2, 1, Severity.Warning), (report.Temporary.Count, report.Expired, report.Severity));
    }

    public void Dispose() => _test.Dispose();
}
