using System.Buffers;
using System.Security.Cryptography;

namespace Sluice.Server.Http;

/// <summary>Ids that join an answer's header, its error text and the log line.</summary>
internal static class RequestIds
{
    /// <summary>Longest id that is taken from outside.</summary>
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly ulong Start = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private static ulong Count;

    /// <summary>The id that the client or a front proxy gave, when it is harmless, else a new one of 16 hexadecimal digits.</summary>
    public static string From(string? given) => given is { Length: > 0 and <= MaxLength } && !given.AsSpan().ContainsAnyExcept(Allowed) ? given : Next();

    private static string Next()
    {
        // A random start, and a stride without common factor with 2^64: ids of one process never meet and look unlike each other.
        var id = unchecked(Start + (Interlocked.Increment(ref Count) * 0x9E3779B97F4A7C15UL));
        return string.Create(16, id, static (text, id) => id.TryFormat(text, out _, "x16", System.Globalization.CultureInfo.InvariantCulture));
    }
}
