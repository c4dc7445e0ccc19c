using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace Sluice.Doctor.Probes.Dns;

/// <summary>Reads messages. Whatever is malformed is a value; no bytes make it throw.</summary>
internal static class DnsMessageReader
{
    private const int HeaderBytes = 12;

    /// <summary>Most records of a message: more do not fit with even a byte of a name each.</summary>
    private const int MaxRecords = 6000;

    /// <summary>Reads a message. On failure <paramref name="error"/> says what is malformed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DnsMessage? message, [NotNullWhen(false)] out string? error)
    {
        message = null;
        error = bytes.Length < HeaderBytes ? "shorter than a header" : bytes.Length > DnsMessage.MaxBytes ? "too long" : null;
        if (error is not null)
        {
            return false;
        }

        var position = HeaderBytes;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (!TryReadQuestion(bytes, ref position, out var name, out var type))
        {
            error = "malformed question";
            return false;
        }

        var sections = new IReadOnlyList<DnsRecord>[3];
        for (var i = 0; i < sections.Length; i++)
        {
            var count = BinaryPrimitives.ReadUInt16BigEndian(bytes[(6 + (2 * i))..]);
            if (!TryReadRecords(bytes, ref position, count, out sections[i], out error))
            {
                return false;
            }
        }

        var options = sections[2].FirstOrDefault(record => record.Type == DnsType.OPT);
        message = new DnsMessage
        {
            Id = BinaryPrimitives.ReadUInt16BigEndian(bytes),
            IsResponse = (flags & 0x8000) != 0,
            IsAuthoritative = (flags & 0x0400) != 0,
            IsTruncated = (flags & 0x0200) != 0,
            WantsRecursion = (flags & 0x0100) != 0,
            OffersRecursion = (flags & 0x0080) != 0,
            Rcode = (flags & 0xF) | (options is null ? 0 : (int)(options.Ttl >> 24) << 4),
            QuestionName = name,
            QuestionType = type,
            Answers = sections[0],
            Authority = sections[1],
            Additional = sections[2],
        };
        return true;
    }

    private static bool TryReadQuestion(ReadOnlySpan<byte> bytes, ref int position, out string? name, out DnsType type)
    {
        name = null;
        type = default;
        var count = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (count == 0)
        {
            return true;
        }

        if (count > 1 || !DnsName.TryRead(bytes, ref position, out name) || position + 4 > bytes.Length)
        {
            return false;
        }

        type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);
        position += 4;
        return true;
    }

    private static bool TryReadRecords(
        ReadOnlySpan<byte> bytes, ref int position, int count, out IReadOnlyList<DnsRecord> records, [NotNullWhen(false)] out string? error)
    {
        var list = new List<DnsRecord>();
        records = list;
        error = count > MaxRecords ? "too many records" : null;
        for (var i = 0; i < count && error is null; i++)
        {
            error = ReadRecord(bytes, ref position, list);
        }

        return error is null;
    }

    private static string? ReadRecord(ReadOnlySpan<byte> bytes, ref int position, List<DnsRecord> records)
    {
        if (!DnsName.TryRead(bytes, ref position, out var name) || position + 10 > bytes.Length)
        {
            return "a record is malformed or cut short";
        }

        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);
        var @class = BinaryPrimitives.ReadUInt16BigEndian(bytes[(position + 2)..]);
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(bytes[(position + 4)..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(position + 8)..]);
        position += 10;
        if (position + length > bytes.Length || ReadData(bytes, position, length, type) is not { } data)
        {
            return $"the data of a record of type {DnsMessage.NameOfType(type)} is malformed or cut short";
        }

        position += length;
        records.Add(new DnsRecord(name, type, @class, ttl, data));
        return null;
    }

    private static string? ReadData(ReadOnlySpan<byte> bytes, int position, int length, DnsType type)
    {
        var data = bytes.Slice(position, length);
        var end = position + length;
        switch (type)
        {
            case DnsType.A:
                return length == 4 ? new IPAddress(data).ToString() : null;
            case DnsType.AAAA:
                return length == 16 ? new IPAddress(data).ToString() : null;
            case DnsType.CNAME or DnsType.NS:
                return DnsName.TryRead(bytes, ref position, out var name) && position == end ? name : null;
            case DnsType.TXT:
                return ReadTexts(data);
            case DnsType.SOA:
                return DnsName.TryRead(bytes, ref position, out var primary) && DnsName.TryRead(bytes, ref position, out var mailbox) && position + 20 == end
                    ? $"{primary} {mailbox} {ReadNumbers(bytes[position..end])}"
                    : null;
            default:
                return Convert.ToHexStringLower(data);
        }
    }

    private static string? ReadTexts(ReadOnlySpan<byte> data)
    {
        var content = new List<byte>();
        while (!data.IsEmpty)
        {
            if (data[0] >= data.Length)
            {
                return null;
            }

            content.AddRange(data.Slice(1, data[0]));
            data = data[(data[0] + 1)..];
        }

        return Encoding.UTF8.GetString([.. content]);
    }

    private static string ReadNumbers(ReadOnlySpan<byte> data)
    {
        var numbers = new List<uint>();
        for (var i = 0; i + 4 <= data.Length; i += 4)
        {
            numbers.Add(BinaryPrimitives.ReadUInt32BigEndian(data[i..]));
        }

        return string.Join(' ', numbers);
    }
}
