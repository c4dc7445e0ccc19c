using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Modules.Tests.Archives;

namespace Sluice.Modules.Tests.Hashing;

public sealed class ModuleHashTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_hash_of_nothing_is_that_of_an_empty_text() =>
        Assert.Equal("h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Hash(new CraftedZip().ToBytes()).ToString());

    /// <summary>golang.org/x/text v0.3.0/go.mod has been this for years.</summary>
    [Fact]
    public void A_go_mod_hashes_as_a_tree_of_one_file() =>
        Assert.Equal("h1:NqM8EUOU14njkJ3fqMW+pc6Ldnwhi/IjpwHt7yyuwOQ=", ModuleHash.HashGoMod("module golang.org/x/text\n"u8).ToString());

    [Fact]
    public void A_zip_hashes_as_its_files_do_in_any_order_and_method()
    {
        var files = Files(200, 70_000);
        var wanted = Expected(files);

        Assert.Equal(wanted, Hash(Zip(files, CompressionLevel.Optimal)));
        Assert.Equal(wanted, Hash(Zip(files, CompressionLevel.NoCompression)));
        Assert.Equal(wanted, Hash(Zip(files.AsEnumerable().Reverse(), CompressionLevel.Fastest)));
        Assert.True(ModuleHash.TryHashFiles(
            files.Select(file => new HashedFile(file.Name, () => new MemoryStream(file.Content))), out var hash, out _, Cancellation));
        Assert.Equal(wanted, hash);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_of_threads_gives_the_same_hash(int threads)
    {
        var files = Files(300, 5_000);
        File.WriteAllBytes(_file, Zip(files, CompressionLevel.Optimal));
        using var handle = File.OpenHandle(_file);

        Assert.True(ModuleHash.TryHashZip(handle, threads, out var hash, out _, Cancellation));
        Assert.Equal(Expected(files), hash);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Any_number_of_threads_reports_the_first_damaged_file(int threads)
    {
        var zip = new CraftedZip();
        for (var i = 0; i < 200; i++)
        {
            var content = Encoding.UTF8.GetBytes($"content {i}");
            zip.Add(new CraftedEntry($"{i:d3}", content) { Data = i >= 50 && i % 10 == 0 ? new byte[content.Length] : content });
        }

        File.WriteAllBytes(_file, zip.ToBytes());
        using var handle = File.OpenHandle(_file);

        Assert.False(ModuleHash.TryHashZip(handle, threads, out _, out var problem, Cancellation));
        Assert.Equal("050: zip: checksum error", problem.ToString());
    }

    /// <summary>Ordinal order of UTF-16 would put the letter beyond the basic plane first.</summary>
    [Fact]
    public void Names_are_sorted_by_their_utf8_bytes()
    {
        List<(string Name, byte[] Content)> files = [("\U00020000", "b"u8.ToArray()), ("\uFB00", "a"u8.ToArray())];

        Assert.Equal(Expected(files), Hash(Zip(files, CompressionLevel.Optimal)));
    }

    [Fact]
    public void Of_entries_with_one_name_the_last_counts_for_each()
    {
        var twice = Hash(new CraftedZip().Add("a", "1").Add("a", "2").ToBytes());

        Assert.Equal(Expected([("a", "2"u8.ToArray()), ("a", "2"u8.ToArray())]), twice);
    }

    [Fact]
    public void A_newline_in_a_name_is_an_error()
    {
        Fails(new CraftedZip().Add("a\nb"), "\"a\\nb\": dirhash: filenames with newlines are not supported");
        Assert.False(ModuleHash.TryHashFiles([new HashedFile("a\nb", () => Stream.Null)], out _, out _, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void A_wrong_crc_is_an_error(int flags) =>
        Fails(new CraftedZip().Add(new CraftedEntry("a", "text"u8.ToArray()) { Crc = 1, Flags = (ushort)flags }), "a: zip: checksum error");

    [Fact]
    public void A_crc_that_differs_between_directory_and_descriptor_is_an_error() =>
        Fails(new CraftedZip().Add(new CraftedEntry("a", "text"u8.ToArray()) { DescriptorCrc = 1, Flags = 8 }), "a: zip: checksum error");

    [Fact]
    public void A_descriptor_may_come_without_its_signature() =>
        Assert.NotEqual(default, Hash(new CraftedZip().Add(new CraftedEntry("a", "text"u8.ToArray()) { Flags = 8, HasDescriptorSignature = false }).ToBytes()));

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Content_longer_than_declared_is_an_error(int method) => Fails(
        new CraftedZip().Add(new CraftedEntry("a", "text"u8.ToArray()) { Method = (ushort)method, DeclaredSize = 3 }),
        "a: zip: not a valid zip file: content is longer than declared");

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Content_shorter_than_declared_is_an_error(int method) =>
        Fails(new CraftedZip().Add(new CraftedEntry("a", "text"u8.ToArray()) { Method = (ushort)method, DeclaredSize = 5 }), "a: unexpected EOF");

    /// <summary>Whatever is cut off, be it only the mark of the last block.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(30_000)]
    public void Deflated_data_cut_anywhere_is_an_error(int numbers)
    {
        var entry = new CraftedEntry("a", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, numbers)))) { Method = 8 };
        for (var length = Math.Max(0, entry.Data.Length - 60); length < entry.Data.Length; length++)
        {
            var zip = new CraftedZip().Add(entry with { Data = entry.Data[..length] });
            Assert.False(ModuleHash.TryHashZip(zip.ToStream(), out _, out var problem, Cancellation), $"cut at {length}");
            Assert.Equal("a", problem.File);
        }
    }

    [Fact]
    public void An_unknown_method_is_an_error() => Fails(
        new CraftedZip().Add(new CraftedEntry("a", "text"u8.ToArray()) { Method = 12, Data = [1, 2, 3] }), "a: zip: unsupported compression algorithm");

    [Fact]
    public void No_file_where_the_directory_says_is_an_error() => Fails(
        new CraftedZip().Add(new CraftedEntry("a", []) { LocalSignature = 0 }), "a: zip: not a valid zip file: no file where the directory says");

    /// <summary>A hundred times 6 MB, out of 6 KB each.</summary>
    [Fact]
    public void A_zip_bomb_is_stopped_at_its_500_MiB()
    {
        var zip = new CraftedZip();
        var entry = new CraftedEntry("0", new byte[6_000_000]) { Method = 8 };
        Assert.InRange(entry.Data.Length, 1, 10_000);
        Assert.NotEqual(0u, entry.Crc);
        for (var i = 0; i < 100; i++)
        {
            zip.Add(entry with { Name = Encoding.UTF8.GetBytes($"{i}") });
        }

        Assert.False(ModuleHash.TryHashZip(zip.ToStream(), out _, out var problem, Cancellation));
        Assert.Equal("content is larger than 524288000 bytes", problem.Reason);
    }

    [Fact]
    public void Hashing_can_be_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        var zip = Zip(Files(3, 100), CompressionLevel.Optimal);
        File.WriteAllBytes(_file, zip);
        using var handle = File.OpenHandle(_file);

        Assert.ThrowsAny<OperationCanceledException>(() => ModuleHash.TryHashZip(new MemoryStream(zip), out _, out _, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => ModuleHash.TryHashZip(handle, 2, out _, out _, cancelled));
    }

    /// <summary>Straight from the definition, without anything of ours.</summary>
    private static DirHash Expected(IEnumerable<(string Name, byte[] Content)> files)
    {
        var lines = files
            .Select(static file => (
                Key: Convert.ToHexString(Encoding.UTF8.GetBytes(file.Name)),
                Line: $"{Convert.ToHexStringLower(SHA256.HashData(file.Content))}  {file.Name}\n"))
            .OrderBy(static line => line.Key, StringComparer.Ordinal);
        return DirHash.Parse("h1:" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line.Line))))));
    }

    private static List<(string Name, byte[] Content)> Files(int count, int maxBytes)
    {
        var numbers = new Numbers(7);
        var files = new List<(string, byte[])>();
        for (var i = 0; i < count; i++)
        {
            var content = new byte[i % 10 == 0 ? i % 130 : numbers.Next(maxBytes)];
            numbers.Fill(content.AsSpan(content.Length / 2));
            files.Add(($"example.com/m@v1.0.0/{numbers.Next(20)}/{i}.go", content));
        }

        return files;
    }

    private static byte[] Zip(IEnumerable<(string Name, byte[] Content)> files, CompressionLevel level)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static DirHash Hash(byte[] zip)
    {
        Assert.True(ModuleHash.TryHashZip(new MemoryStream(zip), out var hash, out var problem, Cancellation), problem?.ToString());
        return hash;
    }

    private static void Fails(CraftedZip zip, string error)
    {
        Assert.False(ModuleHash.TryHashZip(zip.ToStream(), out _, out var problem, Cancellation));
        Assert.Equal(error, problem.ToString());
    }
}
