using Sluice.Store.Blobs;

namespace Sluice.Store.Tests.Blobs;

public sealed class HandleCacheTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_second_lease_shares_the_first_ones_file()
    {
        using var cache = new HandleCache(4, _clock);
        var path = _scratch.Write("a", "content");
        using var first = cache.Open(path);
        using var second = cache.Open(path);
        Assert.Same(first!.File, second!.File);
        Assert.Equal(1, OpenDescriptors());
    }

    [Fact]
    public void An_idle_handle_stays_open_and_is_found_again()
    {
        using var cache = new HandleCache(4, _clock);
        var path = _scratch.Write("a", "content");
        var first = cache.Open(path)!;
        var file = first.File;
        first.Dispose();
        using var second = cache.Open(path);
        Assert.Same(file, second!.File);
    }

    [Fact]
    public void No_more_handles_stay_open_than_allowed()
    {
        using var cache = new HandleCache(3, _clock);
        for (var i = 0; i < 10; i++)
        {
            using var lease = cache.Open(_scratch.Write($"f{i}", "content"));
            Assert.NotNull(lease);
        }

        Assert.Equal(3, OpenDescriptors());
    }

    [Fact]
    public void The_handle_that_was_not_used_for_longest_goes_first()
    {
        using var cache = new HandleCache(2, _clock);
        var a = _scratch.Write("a", "a");
        var b = _scratch.Write("b", "b");
        var file = Use(cache, a);
        Use(cache, b);
        Assert.Same(file, Use(cache, a));
        Use(cache, _scratch.Write("c", "c"));
        Assert.Same(file, Use(cache, a));
    }

    [Fact]
    public void A_handle_pushed_out_while_leased_closes_with_its_last_lease()
    {
        using var cache = new HandleCache(1, _clock);
        var a = _scratch.Write("a", "content");
        var first = cache.Open(a)!;
        var second = cache.Open(a)!;
        Use(cache, _scratch.Write("b", "content"));
        Assert.Equal(2, OpenDescriptors());
        first.Dispose();
        first.Dispose();
        Assert.Equal(7, RandomAccess.Read(second.File.SafeFileHandle, new byte[10], 0));
        second.Dispose();
        Assert.Equal(1, OpenDescriptors());
    }

    [Fact]
    public void After_invalidation_the_new_file_is_opened()
    {
        using var cache = new HandleCache(4, _clock);
        var path = _scratch.Write("a", "old");
        using var old = cache.Open(path);
        File.Move(_scratch.Write("b", "newer"), path, overwrite: true);
        cache.Invalidate(path);
        using var newer = cache.Open(path);
        Assert.Equal(3, old!.SizeBytes);
        Assert.Equal(5, newer!.SizeBytes);
    }

    [Fact]
    public void A_file_that_somebody_took_away_is_given_out_for_a_moment_only()
    {
        using var cache = new HandleCache(4, _clock);
        var path = _scratch.Write("a", "bad");
        Use(cache, path);
        File.Delete(path);
        Use(cache, path);

        _clock.Advance(HandleCache.TrustedFor);

        Assert.Null(cache.Open(path));
        Assert.Equal(0, OpenDescriptors());
    }

    [Fact]
    public void A_file_that_somebody_else_put_in_its_place_is_found_and_old_leases_are_not_disturbed()
    {
        using var cache = new HandleCache(4, _clock);
        var path = _scratch.Write("a", "old");
        using var old = cache.Open(path);
        File.Move(_scratch.Write("b", "newer"), path, overwrite: true);

        _clock.Advance(HandleCache.TrustedFor);

        using var newer = cache.Open(path);
        Assert.Equal((3, 5), (old!.SizeBytes, newer!.SizeBytes));
        Assert.Equal(3, RandomAccess.Read(old.File.SafeFileHandle, new byte[10], 0));
    }

    [Fact]
    public void An_unchanged_file_stays_open()
    {
        using var cache = new HandleCache(4, _clock);
        var path = _scratch.Write("a", "content");
        var file = Use(cache, path);

        _clock.Advance(HandleCache.TrustedFor);

        Assert.Same(file, Use(cache, path));
    }

    [Fact]
    public void An_absent_file_is_not_remembered()
    {
        using var cache = new HandleCache(4, _clock);
        Assert.Null(cache.Open(_scratch["a"]));
        _scratch.Write("a", "content");
        using var lease = cache.Open(_scratch["a"]);
        Assert.NotNull(lease);
    }

    [Fact]
    public void With_no_room_every_handle_closes_with_its_lease()
    {
        using var cache = new HandleCache(0, _clock);
        Use(cache, _scratch.Write("a", "content"));
        Assert.Equal(0, OpenDescriptors());
    }

    [Fact]
    public void After_disposal_leases_live_on_and_nothing_leaks()
    {
        var cache = new HandleCache(4, _clock);
        var lease = cache.Open(_scratch.Write("a", "content"))!;
        Use(cache, _scratch.Write("b", "content"));
        cache.Dispose();
        Assert.Equal(7, RandomAccess.Read(lease.File.SafeFileHandle, new byte[10], 0));
        lease.Dispose();
        Assert.Equal(0, OpenDescriptors());
    }

    [Fact]
    public async Task Many_readers_and_changes_at_once_leak_nothing()
    {
        var cache = new HandleCache(5, _clock);
        var paths = Enumerable.Range(0, 12).Select(i => _scratch.Write($"f{i}", "content")).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 3000; i++)
            {
                var path = paths[(i * (worker + 3)) % paths.Length];
                using var lease = cache.Open(path);
                Assert.Equal(7, lease!.SizeBytes);
                if (i % 17 == 0)
                {
                    cache.Invalidate(path);
                }
            }
        }))).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.InRange(OpenDescriptors(), 0, 5);
        cache.Dispose();
        Assert.Equal(0, OpenDescriptors());
    }

    private static FileStream Use(HandleCache cache, string path)
    {
        using var lease = cache.Open(path)!;
        return lease.File;
    }

    /// <summary>Counts this process's descriptors of files in the test's directory.</summary>
    private int OpenDescriptors()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        return new DirectoryInfo("/proc/self/fd").EnumerateFiles()
            .Count(descriptor => descriptor.LinkTarget?.StartsWith(_scratch.Directory, StringComparison.Ordinal) == true);
    }
}
