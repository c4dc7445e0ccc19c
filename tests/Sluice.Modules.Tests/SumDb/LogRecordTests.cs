using System.Text;
using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.SumDb;

public sealed class LogRecordTests
{
    [Theory]
    [InlineData("123456789012\nhello, world\n\njunk on end\u0001", 123456789012, "hello, world\n", "junk on end\u0001")]
    [InlineData("0\na\nb\n\n", 0, "a\nb\n", "")]
    public void Records_are_read_up_to_the_empty_line(string message, long id, string text, string rest)
    {
        Assert.True(LogRecord.TryParse(Bytes(message), out var record, out var left, out _));

        Assert.Equal((id, text, rest), (record.Id, Encoding.UTF8.GetString(record.Text.Span), Encoding.UTF8.GetString(left.Span)));
        Assert.Equal(message[..^rest.Length], Encoding.UTF8.GetString(record.Format()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("not-123\nhello\n\n")]
    [InlineData("0x123\nhello world\n\n")]
    [InlineData("-1\nhello\n\n")]
    [InlineData("+1\nhello\n\n")]
    [InlineData("01\nhello\n\n")]
    [InlineData("1152921504606846976\nhello\n\n")]
    [InlineData("99999999999999999999\nhello\n\n")]
    [InlineData("123\nhello\u0001world\n\n")]
    [InlineData("123\nhello\r\n\n")]
    [InlineData("123\nhello world\n")]
    [InlineData("123\n\nhello\n\n")]
    [InlineData("123\n\n\n")]
    public void Other_messages_are_no_records(string message) => Assert.False(LogRecord.TryParse(Bytes(message), out _, out _, out _));

    [Fact]
    public void Text_that_is_not_UTF_8_is_no_record() => Assert.False(LogRecord.TryParse(new byte[] { 0x31, 0x0a, 0xff, 0x0a, 0x0a }, out _, out _, out _));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Texts_are_limited(int beyond, bool isRecord) =>
        Assert.Equal(isRecord, LogRecord.TryCreate(0, Bytes(new string('a', LogRecord.MaxTextBytes - 1 + beyond) + "\n"), out _, out _));

    /// <summary>A record of sum.golang.org and the hash that its log has for it, as transparency-dev/formats documents them.</summary>
    [Fact]
    public void A_record_of_sum_golang_org_has_its_known_hash()
    {
        const string Text = """
            github.com/transparency-dev/tessera v1.0.0 h1:4OT1V9xJLa5NnYlFWWlCdZkCm18/o12rdd+bCTje7XE=
            github.com/transparency-dev/tessera v1.0.0/go.mod h1:TLvfjlkbmsmKVEJUtzO2eb9Q2IBnK3EJ0dI4G0oxEOU=

            """;

        Assert.Equal("D6V8URw7L/zAoFrWMXJWjSZar5hE6bY2oJeHlTlvKrE=", LogHash.OfRecord(Bytes(Text)).ToString());
    }

    [Fact]
    public void Lookups_are_read_line_by_line_from_the_record_alone()
    {
        const string Note = "example.com/M v1.0.0 h1:forged\n\n— x AAAAAAA=\n";
        var content = Bytes("7\nexample.com/M v1.0.0 h1:zip\nexample.com/M v1.0.0/go.mod h1:mod\nexample.com/M v1.0.0 h2:xyzzy\nexample.com/M v1.0.01 h1:no\n\n" + Note);
        Assert.True(LookupAnswer.TryParse(content, out var answer, out _));
        var (path, version) = (ModulePath.Parse("example.com/M"), ModuleVersion.Parse("v1.0.0"));

        Assert.Equal((7, Note), (answer.Record.Id, Encoding.UTF8.GetString(answer.Note.Span)));
        Assert.Equal(["h1:zip", "h2:xyzzy"], answer.HashesOf(path, version, GoSumKind.Zip));
        Assert.Equal(["h1:mod"], answer.HashesOf(path, version, GoSumKind.GoMod));
        Assert.Empty(answer.HashesOf(ModulePath.Parse("example.com/m"), version, GoSumKind.Zip));
        Assert.Equal(content, LookupAnswer.Format(answer.Record, answer.Note.Span));
        Assert.Equal("lookup/example.com/!m@v1.0.0", LookupAnswer.PathOf(path, version));
    }

    [Fact]
    public void Lookups_are_limited() => Assert.False(LookupAnswer.TryParse(new byte[LookupAnswer.MaxBytes + 1], out _, out _));

    [Fact]
    public void Tiles_of_records_are_written_and_read()
    {
        var tile = TileCoordinate.Parse("tile/2/data/001.p/3");
        LogRecord[] records = [Record(4, "a\n"), Record(5, "b\nc\n"), Record(6, "d\n")];
        var content = RecordTile.Format(records);

        Assert.Equal("a\n\nb\nc\n\nd\n\n", Encoding.UTF8.GetString(content));
        Assert.True(RecordTile.TryParse(tile, content, out var read, out _));
        Assert.Equal(records.Select(record => (record.Id, record.Hash)), read.Select(record => (record.Id, record.Hash)));
        Assert.False(RecordTile.TryParse(tile, content.AsMemory(0, content.Length - 1), out _, out _));
        Assert.False(RecordTile.TryParse(tile with { Width = 2 }, content, out _, out _));
        Assert.False(RecordTile.TryParse(tile with { Width = 4 }, content, out _, out _));
        Assert.False(RecordTile.TryParse(tile with { Level = 0 }, content, out _, out _));
        Assert.False(RecordTile.TryParse(tile, Bytes("a\n\n\nb\n\nc\n\n"), out _, out _));
    }

    private static LogRecord Record(long id, string text) => LogRecord.TryCreate(id, Bytes(text), out var record, out var error) ? record : throw new FormatException(error);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
