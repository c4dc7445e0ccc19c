using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Doctor.Probes.Dns;

/// <summary>Writes messages, without compression.</summary>
internal static class DnsMessageWriter
{
    /// <summary>The message's bytes.</summary>
    /// <exception cref="FormatException">A name or a record's data cannot be written.</exception>
    public static byte[] Write(DnsMessage message)
    {
        var bytes = new List<byte>(512);
        var flags = (message.IsResponse ? 0x8000 : 0)
            | (message.IsAuthoritative ? 0x0400 : 0)
            | (message.IsTruncated ? 0x0200 : 0)
            | (message.WantsRecursion ? 0x0100 : 0)
            | (message.OffersRecursion ? 0x0080 : 0)
            | (message.Rcode & 0xF);
        Add(bytes, message.Id);
        Add(bytes, (ushort)flags);
        Add(bytes, (ushort)(message.QuestionName is null ? 0 : 1));
        Add(bytes, (ushort)message.Answers.Count);
        Add(bytes, (ushort)message.Authority.Count);
        Add(bytes, (ushort)message.Additional.Count);
        if (message.QuestionName is not null)
        {
            AddName(bytes, message.QuestionName);
            Add(bytes, (ushort)message.QuestionType);
            Add(bytes, 1);
        }

        foreach (var record in message.Answers.Concat(message.Authority).Concat(message.Additional))
        {
            Add(bytes, record);
        }

        return [.. bytes];
    }

    private static void Add(List<byte> bytes, DnsRecord record)
    {
        AddName(bytes, record.Name);
        Add(bytes, (ushort)record.Type);
        Add(bytes, record.Class);
        Span<byte> ttl = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(ttl, record.Ttl);
        bytes.AddRange(ttl);
        var data = new List<byte>();
        AddData(data, record);
        Add(bytes, (ushort)data.Count);
        bytes.AddRange(data);
    }

    private static void AddData(List<byte> data, DnsRecord record)
    {
        switch (record.Type)
        {
            case DnsType.A or DnsType.AAAA:
                data.AddRange(IPAddress.Parse(record.Data).GetAddressBytes());
                break;
            case DnsType.CNAME or DnsType.NS:
                AddName(data, record.Data);
                break;
            case DnsType.TXT:
                foreach (var piece in Encoding.UTF8.GetBytes(record.Data).Chunk(255))
                {
                    data.Add((byte)piece.Length);
                    data.AddRange(piece);
                }

                break;
            case DnsType.SOA:
                var words = record.Data.Split(' ');
                AddName(data, words[0]);
                AddName(data, words[1]);
                Span<byte> number = stackalloc byte[4];
                foreach (var word in words.Skip(2))
                {
                    BinaryPrimitives.WriteUInt32BigEndian(number, uint.Parse(word, CultureInfo.InvariantCulture));
                    data.AddRange(number);
                }

                break;
            default:
                data.AddRange(Convert.FromHexString(record.Data));
                break;
        }
    }

    private static void Add(List<byte> bytes, ushort value)
    {
        bytes.Add((byte)(value >> 8));
        bytes.Add((byte)value);
    }

    private static void AddName(List<byte> bytes, string name)
    {
        if (!DnsName.TryWrite(name, bytes))
        {
            throw new FormatException($"\"{name}\" is no domain name");
        }
    }
}
