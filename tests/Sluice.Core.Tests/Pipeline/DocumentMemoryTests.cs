using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class DocumentMemoryTests
{
    private const long Limit = 1024 * 1024;

    [Fact]
    public void Memory_stays_below_its_bound()
    {
        var memory = new DocumentMemory(Limit);
        for (var i = 0; i < 5000; i++)
        {
            memory.Set(MakeDocument(i, 1000));
            Assert.InRange(memory.Bytes, 1, Limit);
        }

        Assert.InRange(memory.Count, 400, 700);
    }

    [Fact]
    public void What_was_used_lately_stays()
    {
        var memory = new DocumentMemory(Limit);
        memory.Set(MakeDocument(0, 1000));
        for (var i = 1; i < 2000; i++)
        {
            memory.Set(MakeDocument(i, 1000));
            Assert.True(memory.TryGet(At(0), out _), $"lost after {i}");
        }

        Assert.False(memory.TryGet(At(1), out _));
    }

    [Fact]
    public void Replacing_and_removing_keeps_the_count_of_bytes_right()
    {
        var memory = new DocumentMemory(Limit);
        memory.Set(MakeDocument(0, 5000));
        var one = memory.Bytes;
        memory.Set(MakeDocument(0, 5000));
        Assert.Equal(one, memory.Bytes);
        memory.Set(MakeDocument(0, 0));
        Assert.Equal(one - 5000, memory.Bytes);

        memory.Remove(At(0));
        memory.Remove(At(0));

        Assert.Equal((0L, 0), (memory.Bytes, memory.Count));
    }

    [Fact]
    public void One_document_beyond_the_bound_is_not_kept()
    {
        var memory = new DocumentMemory(Limit);

        memory.Set(MakeDocument(0, (int)Limit + 1));

        Assert.Equal((0L, 0), (memory.Bytes, memory.Count));
    }

    [Fact]
    public async Task The_count_stays_right_when_many_write_at_once()
    {
        var memory = new DocumentMemory(Limit);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                memory.Set(MakeDocument((i * 7) % 1500, 1000 + writer));
                memory.TryGet(At(i % 10), out _);
                memory.Remove(At(i % 100));
            }
        }))).OrFail();
        for (var i = 0; i < 1500; i++)
        {
            memory.Remove(At(i));
        }

        Assert.Equal((0L, 0), (memory.Bytes, memory.Count));
    }

    [Fact]
    public async Task What_left_the_memory_comes_back_from_the_store()
    {
        await using var rig = new Rig(new GatewayOptions { Cache = new CacheOptions { MemoryBytes = Limit } });
        var lists = Enumerable.Range(0, 40).Select(At).ToArray();
        foreach (var list in lists)
        {
            rig.Source.Says(list, new string('v', 100_000));
            await rig.GetAsync(list);
        }

        Assert.Equal(CacheStatus.Hit, (await rig.GetAsync(lists[0])).Status);
        Assert.All(lists, list => Assert.Equal(1, rig.Source.CountOf(list)));
    }

    private static CachedDocument MakeDocument(int number, int bytes) => new(At(number), new byte[bytes], "test", DateTimeOffset.UnixEpoch);

    private static Artefact At(int number) => Artefact.List(ModulePath.Parse($"example.com/m{number}"));
}
