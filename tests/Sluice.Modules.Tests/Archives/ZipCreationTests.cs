using System.IO.Compression;
using System.Text;
using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Archives;

public sealed class ZipCreationTests
{
    private static readonly ModulePath Path = ModulePath.Parse("example.com/m");
    private static readonly ModuleVersion Version = ModuleVersion.Parse("v1.0.0");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_made_zip_holds_the_files_and_passes_the_check()
    {
        var (zip, creation) = await MakeAsync(File("go.mod", "module example.com/m\n"), File("empty", ""), File("naïve.go", "package n\n"), Big());

        var check = ModuleZip.Check(new MemoryStream(zip), Path, Version);
        Assert.Empty(check.Problems);
        Assert.Equal((4, creation.UncompressedBytes), (check.FileCount, check.UncompressedBytes));
        Assert.Equal(zip.Length, creation.ZipBytes);
        using var archive = new ZipArchive(new MemoryStream(zip));
        Assert.Equal(["big", "empty", "go.mod", "naïve.go"], archive.Entries.Select(entry => entry.FullName["example.com/m@v1.0.0/".Length..]));
        using var text = new StreamReader(await archive.Entries[3].OpenAsync(Cancellation));
        Assert.Equal("package n\n", await text.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task The_hash_that_comes_with_a_made_zip_is_the_zips()
    {
        var (zip, creation) = await MakeAsync(File("b.go", "b"), File("a/c.go", "c"), File("\U00020000", "d"), File("\uFB00", "e"), File("empty", ""));

        Assert.True(ModuleHash.TryHashZip(new MemoryStream(zip), out var hash, out _, Cancellation));
        Assert.Equal(hash, creation.Hash);
    }

    [Fact]
    public async Task The_same_files_give_the_same_bytes_in_any_order()
    {
        ModuleFile[] files = [File("b.go", "b"), File("a/c.go", "c"), File("a.go", "a")];

        Assert.Equal((await MakeAsync(files)).Zip, (await MakeAsync([.. files.AsEnumerable().Reverse()])).Zip);
    }

    [Fact]
    public async Task Times_are_zero()
    {
        var (zip, _) = await MakeAsync(File("a", "a"));

        Assert.Equal([0, 0, 0, 0], zip[10..14]);
        var header = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        Assert.Equal([0, 0, 0, 0], zip[(header + 12)..(header + 16)]);
    }

    [Theory]
    [InlineData(2, "larger")]
    [InlineData(0, "larger")]
    [InlineData(4, "smaller")]
    public async Task A_file_of_another_size_than_declared_is_a_problem(int declared, string what)
    {
        var file = File("a", "abc") with { SizeBytes = declared };

        var creation = await ModuleZip.CreateAsync(Stream.Null, Path, Version, ModuleZip.Select([file], VendorRule.BeforeGo124), workers: 2, Cancellation);

        Assert.Equal($"a: file is {what} than declared size", Assert.Single(creation.Problems).ToString());
    }

    [Fact]
    public async Task A_file_that_never_ends_is_left_at_its_declared_size()
    {
        var endless = new ModuleFile("a", 10, ModuleFileKind.Regular, static () => new TailStream([], long.MaxValue));

        var creation = await ModuleZip.CreateAsync(Stream.Null, Path, Version, ModuleZip.Select([endless], VendorRule.BeforeGo124), workers: 2, Cancellation);

        Assert.False(creation.IsValid);
    }

    [Fact]
    public async Task Every_opened_file_is_closed_and_others_are_not_opened()
    {
        var opened = new List<MemoryStream>();
        Stream Open()
        {
            opened.Add(new MemoryStream("x"u8.ToArray()));
            return opened[^1];
        }

        await MakeAsync(new("a", 1, ModuleFileKind.Regular, Open), new("b", 1, ModuleFileKind.Symlink, Open), new("vendor/a/b", 1, ModuleFileKind.Regular, Open));

        Assert.False(Assert.Single(opened).CanRead);
    }

    [Theory]
    [InlineData("a", 3, true)]
    [InlineData("a", 700_000, true)]
    [InlineData("go.mod", (16 << 20) + 1, false)]
    public async Task A_converted_file_may_have_another_size(string path, int size, bool fits)
    {
        var file = new ModuleFile(path, 1, ModuleFileKind.Regular, () => new MemoryStream(new byte[size])) { IsConverted = true };

        var creation = await ModuleZip.CreateAsync(Stream.Null, Path, Version, ModuleZip.Select([file], VendorRule.BeforeGo124), workers: 2, Cancellation);

        Assert.Equal((fits, fits ? size : 0), (creation.IsValid, creation.UncompressedBytes));
    }

    [Fact]
    public async Task The_bytes_do_not_depend_on_the_number_of_workers()
    {
        ModuleFile[] files = [.. Enumerable.Range(0, 200).Select(number => File($"f{number}", string.Concat(Enumerable.Repeat($"{number} ", number * 40)))), Big()];
        var zips = new List<byte[]>();
        foreach (var workers in (int[])[1, 2, 7])
        {
            using var output = new MemoryStream();
            Assert.True((await ModuleZip.CreateAsync(output, Path, Version, ModuleZip.Select(files, VendorRule.BeforeGo124), workers, Cancellation)).IsValid);
            zips.Add(output.ToArray());
        }

        Assert.Equal(zips[0], zips[1]);
        Assert.Equal(zips[0], zips[2]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_fails_the_zip()
    {
        ModuleFile[] files = [File("a", "a"), new("b", 1, ModuleFileKind.Regular, static () => throw new IOException("no")), File("c", "c")];

        await Assert.ThrowsAsync<IOException>(() => MakeAsync(files));
    }

    [Fact]
    public async Task Nothing_is_written_for_a_tree_with_problems()
    {
        using var output = new MemoryStream();

        var creation = await ModuleZip.CreateAsync(output, Path, Version, ModuleZip.Select([File("aux", "")], VendorRule.BeforeGo124), workers: 2, Cancellation);

        Assert.StartsWith("aux: malformed file path", Assert.Single(creation.Problems).ToString(), StringComparison.Ordinal);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task A_version_of_another_major_is_a_problem()
    {
        var creation = await ModuleZip.CreateAsync(Stream.Null, Path, ModuleVersion.Parse("v2.0.0"), ModuleZip.Select([], VendorRule.BeforeGo124), workers: 2, Cancellation);

        Assert.Equal("example.com/m@v2.0.0: invalid version: should be v0 or v1, not v2", Assert.Single(creation.Problems).ToString());
    }

    [Fact]
    public async Task More_files_than_16_bits_count_are_counted_in_64()
    {
        var (zip, _) = await MakeAsync([.. Enumerable.Range(0, 65_535).Select(static number => File($"{number}", ""))]);

        Assert.Equal(65_535, ModuleZip.Check(new MemoryStream(zip), Path, Version).FileCount);
        using var archive = new ZipArchive(new MemoryStream(zip));
        Assert.Equal(65_535, archive.Entries.Count);
        Assert.NotEqual(-1, zip.AsSpan().IndexOf("PK\u0006\u0006"u8));
    }

    [Fact]
    public Task Making_can_be_cancelled() => Assert.ThrowsAsync<OperationCanceledException>(() => ModuleZip.CreateAsync(
        Stream.Null, Path, Version, ModuleZip.Select([File("a", "a")], VendorRule.BeforeGo124), workers: 2, new CancellationToken(canceled: true)));

    private static ModuleFile Big() => File("big", new string('x', 3_000_000));

    private static ModuleFile File(string path, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return new ModuleFile(path, bytes.Length, ModuleFileKind.Regular, () => new MemoryStream(bytes));
    }

    private static async Task<(byte[] Zip, ZipCreation Creation)> MakeAsync(params ModuleFile[] files)
    {
        using var output = new MemoryStream();
        var creation = await ModuleZip.CreateAsync(output, Path, Version, ModuleZip.Select(files, VendorRule.BeforeGo124), workers: 2, Cancellation);
        Assert.Empty(creation.Problems);
        return (output.ToArray(), creation);
    }
}
