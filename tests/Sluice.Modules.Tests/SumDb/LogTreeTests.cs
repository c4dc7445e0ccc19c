using Sluice.Modules.SumDb;
using Sluice.Testing.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class LogTreeTests
{
    private const int Records = 70;

    /// <summary>The leaves and roots that the reference implementations of RFC 6962 test with (google/certificate-transparency, transparency-dev/merkle).</summary>
    private static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public async Task Trees_have_the_published_hashes(int size, string hash)
    {
        var log = new MemoryLog();
        foreach (var leaf in Leaves)
        {
            await log.AppendHashAsync(LogHash.OfRecord(Convert.FromHexString(leaf)));
        }

        Assert.Equal(new LogHash(Convert.FromHexString(hash)), (await log.HeadAsync(size)).Hash);
        Assert.Equal(StoredHashIndex.Count(Leaves.Length), log.Hashes.Count);
    }

    [Fact]
    public async Task Every_record_of_every_tree_is_proved_and_no_other()
    {
        var log = await FillAsync(Records);
        for (var size = 1; size <= Records; size++)
        {
            var tree = await log.HeadAsync(size);
            for (var id = 0; id < size; id++)
            {
                var proof = await InclusionProof.ProveAsync(size, id, log, CancellationToken.None);
                Assert.True(InclusionProof.Check(proof, tree, id, HashOf(id)));
                Assert.False(InclusionProof.Check(proof, tree, id, HashOf(id + 1)));
                Assert.False(InclusionProof.Check(proof, tree with { Hash = HashOf(id) }, id, HashOf(id)) && size > 1);
                Assert.False(InclusionProof.Check(proof, tree, (id + 1) % size, HashOf(id)) && size > 1);
                Assert.All(Spoilt(proof), spoilt => Assert.False(InclusionProof.Check(spoilt, tree, id, HashOf(id))));
            }
        }
    }

    [Fact]
    public async Task Every_tree_is_proved_to_continue_every_earlier_one_and_no_other()
    {
        var log = await FillAsync(Records);
        for (var size = 1; size <= Records; size++)
        {
            var newer = await log.HeadAsync(size);
            for (var olderSize = 1; olderSize <= size; olderSize++)
            {
                var older = await log.HeadAsync(olderSize);
                var proof = await ConsistencyProof.ProveAsync(size, olderSize, log, CancellationToken.None);
                Assert.True(ConsistencyProof.Check(proof, newer, older));
                Assert.False(ConsistencyProof.Check(proof, newer, older with { Hash = HashOf(1000) }));
                Assert.False(ConsistencyProof.Check(proof, newer with { Hash = HashOf(1000) }, older));
                Assert.Equal(size == olderSize, ConsistencyProof.Check(proof, older, newer));
                Assert.All(Spoilt(proof), spoilt => Assert.False(ConsistencyProof.Check(spoilt, newer, older)));
            }
        }
    }

    [Fact]
    public async Task What_has_no_proof_is_refused()
    {
        var log = await FillAsync(3);
        var tree = await log.HeadAsync(3);

        Assert.False(InclusionProof.Check([], tree, 3, HashOf(3)));
        Assert.False(InclusionProof.Check([], tree, -1, HashOf(0)));
        Assert.False(InclusionProof.Check([], TreeHead.Empty, 0, HashOf(0)));
        Assert.False(ConsistencyProof.Check([], tree, TreeHead.Empty));
        Assert.False(ConsistencyProof.Check([], new TreeHead(-1, tree.Hash), new TreeHead(-1, tree.Hash)));
        Assert.False(InclusionProof.Check([], new TreeHead(long.MaxValue, tree.Hash), 0, HashOf(0)));
        Assert.False(ConsistencyProof.Check([], new TreeHead(long.MaxValue, tree.Hash), tree));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await InclusionProof.ProveAsync(3, 3, log, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ConsistencyProof.ProveAsync(3, 4, log, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ConsistencyProof.ProveAsync(3, 0, log, CancellationToken.None));
    }

    [Fact]
    public void The_largest_tree_is_computed_with_as_well_as_a_small_one()
    {
        LogHash[] proof = [.. Enumerable.Range(0, 60).Select(i => HashOf(i))];
        var hash = proof.Aggregate(HashOf(100), (right, left) => LogHash.OfNode(left, right));

        Assert.True(InclusionProof.Check(proof, new TreeHead(TreeHead.MaxSize, hash), TreeHead.MaxSize - 1, HashOf(100)));
    }

    internal static LogHash HashOf(int id) => LogHash.OfRecord([(byte)id, (byte)(id >> 8)]);

    internal static async Task<MemoryLog> FillAsync(int count)
    {
        var log = new MemoryLog();
        for (var id = 0; id < count; id++)
        {
            await log.AppendHashAsync(HashOf(id));
        }

        return log;
    }

    /// <summary>A proof with one hash changed, left out, doubled or put beside.</summary>
    private static IEnumerable<IReadOnlyList<LogHash>> Spoilt(IReadOnlyList<LogHash> proof)
    {
        for (var i = 0; i < proof.Count; i++)
        {
            var bytes = new byte[LogHash.SizeBytes];
            proof[i].CopyTo(bytes);
            bytes[i % bytes.Length] ^= 1;
            yield return [.. proof.Take(i), new LogHash(bytes), .. proof.Skip(i + 1)];
            yield return [.. proof.Take(i), .. proof.Skip(i + 1)];
            yield return [.. proof.Take(i), proof[i], .. proof.Skip(i)];
        }

        yield return [.. proof, HashOf(0)];
        yield return [HashOf(0), .. proof];
    }
}
