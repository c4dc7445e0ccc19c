using Sluice.Doctor.Recording;

namespace Sluice.Cli.Run.Proxy;

/// <summary>What caches on the way said about an answer.</summary>
internal static class CacheWords
{
    private static readonly string[] Names = ["X-Cache", "CF-Cache-Status", "X-Cache-Status", "Cache-Status", "X-Sluice-Cache"];
    private const int MaxLength = 60;

    /// <summary><c>HIT, age 312 s</c>; null when they said nothing.</summary>
    public static string? Of(IReadOnlyList<RecordedHeader> headers)
    {
        var word = headers.FirstOrDefault(header => Names.Contains(header.Name, StringComparer.OrdinalIgnoreCase))?.Value;
        var age = headers.FirstOrDefault(header => header.Name.Equals("Age", StringComparison.OrdinalIgnoreCase))?.Value;
        word = word is { Length: > MaxLength } ? word[..MaxLength] : word;
        return (word, age) switch
        {
            (null, null) => null,
            (null, _) => $"age {Cut(age)} s",
            (_, null) => word,
            _ => $"{word}, age {Cut(age)} s",
        };
    }

    private static string Cut(string text) => text.Length > 12 ? text[..12] : text;
}
