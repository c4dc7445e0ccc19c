using System.Text;
using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Archives;

/// <summary>Zips with very many entries cost time and memory in proportion, and never without bound.</summary>
public sealed class BigZipTests
{
    private const string Prefix = "example.com/m@v1.0.0/";
    private static readonly ModulePath Path = ModulePath.Parse("example.com/m");
    private static readonly ModuleVersion Version = ModuleVersion.Parse("v1.0.0");

    [Fact]
    public void A_hundred_thousand_entries_are_checked_and_hashed()
    {
        using var zip = Zip(100_000, static number => $"folder{number / 50:d4}/file{number:d6}.go", isZip64: true);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var check = ModuleZip.Check(zip, Path, Version);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
        Assert.Empty(check.Problems);
        Assert.Equal(100_000, check.FileCount);
        Assert.True(ModuleHash.TryHashZip(zip, out _, out _, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_count_that_went_around_16_bits_is_accepted()
    {
        using var zip = Zip(70_000, static number => $"{number}.go", isZip64: false);

        Assert.Equal(70_000, ModuleZip.Check(zip, Path, Version).FileCount);
    }

    [Fact]
    public void Deep_paths_are_kept_in_memory_of_their_own_length()
    {
        var deep = string.Concat(Enumerable.Repeat("a/", 1_900));
        using var zip = Zip(300, number => $"{deep}{number}", isZip64: false);
        ModuleZip.Check(new CraftedZip().ToStream(), Path, Version);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(ModuleZip.Check(zip, Path, Version).IsValid);

        // A text for each parent of each file would be 2 GB; code that is not optimised yet allocates some.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void There_is_a_limit_on_files_and_directories()
    {
        var number = 0;
        using var zip = Zip(1_500, _ => string.Join('/', Enumerable.Range(0, 400).Select(_ => $"{number++ % 400}")) + $"/{number}", isZip64: false);
        using var beyond = Zip(1_500, _ => string.Join('/', Enumerable.Range(0, 400).Select(_ => $"{number++}")), isZip64: false);

        Assert.True(ModuleZip.Check(zip, Path, Version).IsValid);
        Assert.Equal("more than 500000 files and directories", ModuleZip.Check(beyond, Path, Version).Problems[0].ToString());
    }

    private static MemoryStream Zip(int entries, Func<int, string> name, bool isZip64)
    {
        var zip = new CraftedZip { IsZip64 = isZip64 };
        for (var i = 0; i < entries; i++)
        {
            zip.Add(new CraftedEntry(Encoding.UTF8.GetBytes(Prefix + name(i)), []));
        }

        return zip.ToStream();
    }
}
