using Sluice.Doctor.Probes.Dns;

namespace Sluice.Doctor.Tests.Probes.Dns;

public sealed class DnsMessageTests
{
    [Fact]
    public void Random_messages_come_back_as_they_were_written()
    {
        var random = Seeded.Random(2);
        for (var i = 0; i < 2000; i++)
        {
            var message = RandomMessage(random);
            Assert.True(DnsMessageReader.TryRead(DnsMessageWriter.Write(message), out var read, out var error), error);
            Assert.Equivalent(message, read, strict: true);
        }
    }

    [Fact]
    public void Random_and_damaged_bytes_never_throw()
    {
        var random = Seeded.Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = i % 2 == 0 ? RandomBytes(random, random.Next(80)) : DnsMessageWriter.Write(RandomMessage(random));
            for (var damage = random.Next(4); damage > 0 && bytes.Length > 0; damage--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var isRead = DnsMessageReader.TryRead(bytes.AsSpan(0, random.Next(bytes.Length + 1)), out var message, out var error);
            Assert.Equal(isRead, message is not null);
            Assert.Equal(isRead, error is null);
        }
    }

    [Fact]
    public void Compressed_names_are_followed()
    {
        byte[] bytes =
        [
            0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0,
            1, (byte)'a', 2, (byte)'b', (byte)'c', 0, 0, 5, 0, 1,
            0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, (byte)'x', 0xC0, 14,
        ];

        Assert.True(DnsMessageReader.TryRead(bytes, out var message, out _));
        Assert.Equal(new DnsRecord("a.bc", DnsType.CNAME, 1, 60, "x.bc"), Assert.Single(message.Answers));
    }

    [Theory]
    [InlineData("to itself", new byte[] { 0xC0, 12 })]
    [InlineData("forward", new byte[] { 0xC0, 20 })]
    [InlineData("to the end", new byte[] { 0xC0, 255 })]
    [InlineData("cut short", new byte[] { 0xC0 })]
    [InlineData("reserved length", new byte[] { 0x80, 1, 0 })]
    public void Bad_pointers_are_malformed(string name, byte[] question)
    {
        byte[] bytes = [0, 1, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, .. question, 0, 1, 0, 1];

        Assert.False(DnsMessageReader.TryRead(bytes.AsSpan(0, name == "cut short" ? 13 : bytes.Length), out _, out var error), name);
        Assert.Equal("malformed question", error);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_label_has_at_most_63_bytes(int length, bool isName) => Assert.Equal(isName, DnsName.TryWrite(new string('a', length) + ".example", []));

    [Theory]
    [InlineData(253, true)]
    [InlineData(254, false)]
    public void A_name_has_at_most_255_bytes(int characters, bool isName)
    {
        var name = string.Join('.', Enumerable.Repeat(new string('a', 49), 5)) + "." + new string('b', characters - 250);

        Assert.Equal((characters, isName), (name.Length, DnsName.TryWrite(name, [])));
    }

    private static DnsMessage RandomMessage(Random random) => new()
    {
        Id = (ushort)random.Next(65_536),
        IsResponse = random.Next(2) == 0,
        IsAuthoritative = random.Next(2) == 0,
        IsTruncated = random.Next(2) == 0,
        WantsRecursion = random.Next(2) == 0,
        OffersRecursion = random.Next(2) == 0,
        Rcode = random.Next(16),
        QuestionName = RandomName(random),
        QuestionType = DnsType.AAAA,
        Answers = RandomRecords(random),
        Authority = RandomRecords(random),
        Additional = RandomRecords(random),
    };

    private static DnsRecord[] RandomRecords(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomRecord(random))];

    private static DnsRecord RandomRecord(Random random)
    {
        DnsType[] types = [DnsType.A, DnsType.AAAA, DnsType.CNAME, DnsType.NS, DnsType.SOA, DnsType.TXT, (DnsType)65];
        var type = types[random.Next(types.Length)];
        var data = type switch
        {
            DnsType.A => new System.Net.IPAddress(RandomBytes(random, 4)).ToString(),
            DnsType.AAAA => new System.Net.IPAddress(RandomBytes(random, 16)).ToString(),
            DnsType.SOA => $"{RandomName(random)} {RandomName(random)} {(uint)random.NextInt64(uint.MaxValue)} 1 2 3 4",
            DnsType.TXT => new string('t', random.Next(600)),
            (DnsType)65 => Convert.ToHexStringLower(RandomBytes(random, random.Next(20))),
            _ => RandomName(random),
        };
        return new DnsRecord(RandomName(random), type, 1, (uint)random.NextInt64(uint.MaxValue), data);
    }

    private static string RandomName(Random random) =>
        string.Join('.', Enumerable.Range(0, 1 + random.Next(4)).Select(_ => new string([.. Enumerable.Range(0, 1 + random.Next(10)).Select(_ => "abc-1_"[random.Next(6)])])));

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
