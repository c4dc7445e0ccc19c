using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Archives;

/// <summary>Bytes that are no zip, or more than one.</summary>
public sealed class MalformedZipTests
{
    private const string Name = "example.com/m@v1.0.0/a.go";
    private static readonly ModulePath Path = ModulePath.Parse("example.com/m");
    private static readonly ModuleVersion Version = ModuleVersion.Parse("v1.0.0");

    [Fact]
    public void Nothing_is_no_zip() => Refused([], "no end of central directory record");

    [Fact]
    public void Text_is_no_zip() => Refused(Encoding.UTF8.GetBytes("<html>Sign in</html>"), "no end of central directory record");

    [Fact]
    public void A_zip_cut_anywhere_is_no_zip()
    {
        var zip = Two().ToBytes();
        for (var length = 0; length < zip.Length; length++)
        {
            Assert.False(Check(zip[..length]).IsValid, $"cut at {length}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_wrong_count_is_refused(int lie) => Refused(Two(new CraftedZip { CountLie = lie }).ToBytes(), "another count");

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_wrong_count_of_64_bits_is_refused(int lie) =>
        Refused(Two(new CraftedZip { CountLie = lie, IsZip64 = true }).ToBytes(), "another count");

    [Fact]
    public void A_directory_beyond_the_end_is_refused() => Refused(Two(new CraftedZip { OffsetLie = 1_000 }).ToBytes(), "out of bounds");

    [Fact]
    public void A_directory_bigger_than_the_file_is_refused() => Refused(Two(new CraftedZip { SizeLie = 100_000 }).ToBytes(), "out of bounds");

    [Fact]
    public void A_zip64_directory_of_a_negative_size_is_refused() =>
        Refused(Two(new CraftedZip { SizeLie = int.MinValue, IsZip64 = true }).ToBytes(), "out of bounds");

    [Fact]
    public void A_comment_that_is_cut_short_is_refused() =>
        Refused(Two(new CraftedZip { Comment = [1, 2, 3], CommentLengthLie = 1 }).ToBytes(), "comment is cut short");

    [Fact]
    public void A_comment_that_holds_a_whole_zip_is_refused()
    {
        var inner = new CraftedZip().Add(Name, "inner").ToBytes();

        Refused(Two(new CraftedZip { Comment = inner }).ToBytes(), "more than one end");
    }

    [Fact]
    public void A_zip_inside_the_last_file_is_no_rival()
    {
        var inner = new CraftedZip().Add("x", "inner").ToBytes();
        var zip = new CraftedZip().Add(new CraftedEntry(Name, inner));

        Assert.True(Check(zip.ToBytes()).IsValid);
    }

    [Fact]
    public void Two_directories_are_refused()
    {
        var first = new CraftedZip().Add(Name, "first").ToBytes();
        var directory = first.AsSpan().IndexOf("PK\u0001\u0002"u8);
        var second = new CraftedZip { Lead = first, OffsetLie = directory - (30 + Name.Length + "second".Length) }.Add(Name, "second");

        Refused(second.ToBytes(), "more than one central directory");
    }

    [Fact]
    public void Entries_over_the_same_bytes_are_refused()
    {
        var zip = new CraftedZip().Add(Name).Add(new CraftedEntry("example.com/m@v1.0.0/b.go", "text\n"u8.ToArray()) { DeclaredOffset = 0 });

        Refused(zip.ToBytes(), "overlap");
    }

    [Fact]
    public void An_entry_inside_another_is_refused()
    {
        var zip = new CraftedZip().Add(Name, new string(' ', 200))
            .Add(new CraftedEntry("example.com/m@v1.0.0/b.go", "text\n"u8.ToArray()) { DeclaredOffset = 100 });

        Refused(zip.ToBytes(), "overlap");
    }

    [Fact]
    public void Entries_in_another_order_than_their_data_are_fine()
    {
        var second = 30 + Name.Length + "text\n".Length;
        var zip = new CraftedZip()
            .Add(new CraftedEntry(Name, "text\n"u8.ToArray()) { DeclaredOffset = second })
            .Add(new CraftedEntry(Name[..^4] + "b.go", "text\n"u8.ToArray()) { DeclaredOffset = 0 });

        Assert.True(Check(zip.ToBytes()).IsValid);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(long.MaxValue)]
    public void Data_beyond_the_directory_is_refused(long compressed)
    {
        var zip = new CraftedZip { IsZip64 = true }.Add(new CraftedEntry(Name, []) { DeclaredCompressed = compressed });

        Refused(zip.ToBytes(), "out of bounds");
    }

    [Fact]
    public void An_offset_beyond_the_directory_is_refused()
    {
        var zip = new CraftedZip { IsZip64 = true }.Add(new CraftedEntry(Name, []) { DeclaredOffset = -1 });

        Refused(zip.ToBytes(), "out of bounds");
    }

    [Fact]
    public void A_zip64_field_that_is_cut_short_is_refused()
    {
        var zip = new CraftedZip { IsZip64 = true }.Add(new CraftedEntry(Name, []) { Zip64FieldBytes = 16 });

        Refused(zip.ToBytes(), "zip64 field");
    }

    [Fact]
    public void A_header_that_runs_into_the_end_record_is_refused()
    {
        var zip = Two().ToBytes();
        var last = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(last + 32), 4);

        Refused(zip, "cut short");
    }

    [Fact]
    public void What_stands_before_and_behind_a_zip_does_not_matter()
    {
        var zip = Two(new CraftedZip { Lead = "#!/bin/sh\n"u8.ToArray(), Comment = "by hand"u8.ToArray(), Trail = "\n"u8.ToArray() }).ToBytes();

        Assert.True(Check(zip).IsValid);
        Assert.True(ModuleHash.TryHashZip(new MemoryStream(zip), out _, out _, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_file_has_at_most_500_MiB(int beyond, bool isValid)
    {
        using var stream = new TailStream(Two().ToBytes(), ModuleZip.MaxZipBytes + beyond);

        var check = ModuleZip.Check(stream, Path, Version);

        Assert.Equal(isValid, check.IsValid);
        Assert.Equal(isValid ? [] : ["module zip file is too large (524288001 bytes; limit is 524288000 bytes)"], check.Problems.Select(x => x.Reason));
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_a_mistake_of_the_caller()
    {
        using var stream = new DeflateStream(new MemoryStream(), CompressionMode.Decompress);

        Assert.Throws<ArgumentException>(() => ModuleZip.Check(stream, Path, Version));
    }

    [Fact]
    public void A_stream_that_fails_is_no_verdict()
    {
        using var stream = new TailStream(Two().ToBytes(), 100_000) { Fails = true };

        Assert.Throws<IOException>(() => ModuleZip.Check(stream, Path, Version));
    }

    [Fact]
    public void Random_bytes_are_refused_without_an_exception()
    {
        var numbers = new Numbers(1);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[numbers.Next(400)];
            numbers.Fill(bytes);
            CheckAndHash(bytes);
            CheckAndHash([.. bytes, .. "PK\u0005\u0006"u8, .. bytes.Take(40)]);
        }
    }

    [Fact]
    public void Mutated_zips_are_judged_without_an_exception()
    {
        var numbers = new Numbers(2);
        byte[][] zips =
        [
            Two().ToBytes(),
            Two(new CraftedZip { IsZip64 = true, Comment = "comment"u8.ToArray() }).ToBytes(),
            new CraftedZip().Add(new CraftedEntry(Name, Encoding.UTF8.GetBytes(new string('x', 3_000))) { Method = 8, Flags = 8 }).ToBytes(),
        ];
        for (var round = 0; round < 6_000; round++)
        {
            var zip = (byte[])zips[round % zips.Length].Clone();
            for (var i = numbers.Next(4); i >= 0; i--)
            {
                zip[numbers.Next(zip.Length)] = numbers.Next(3) == 0 ? byte.MaxValue : (byte)numbers.Next(256);
            }

            CheckAndHash(zip);
        }
    }

    private static void CheckAndHash(byte[] zip)
    {
        var check = Check(zip);
        Assert.True(check.Problems.Count <= ModuleZip.MaxProblems);
        if (!ModuleHash.TryHashZip(new MemoryStream(zip), out _, out var problem, TestContext.Current.CancellationToken))
        {
            Assert.NotEmpty(problem.Reason);
        }
    }

    private static CraftedZip Two(CraftedZip? zip = null) => (zip ?? new CraftedZip()).Add(Name).Add("example.com/m@v1.0.0/b.go");

    private static ZipCheck Check(byte[] zip) => ModuleZip.Check(new MemoryStream(zip), Path, Version);

    private static void Refused(byte[] zip, string reason)
    {
        var check = Check(zip);
        Assert.False(check.IsArchive);
        var problem = Assert.Single(check.Problems);
        Assert.StartsWith("zip: not a valid zip file: ", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }
}
