using System.Globalization;
using System.Net;

namespace Sluice.Doctor.Fixes;

/// <summary>An entry of ours in the hosts file.</summary>
/// <param name="Address">An IP address.</param>
/// <param name="Name">One name.</param>
/// <param name="Until">When it is to go.</param>
public sealed record TemporaryHost(string Address, string Name, DateTimeOffset Until)
{
    /// <summary>Whether its time is over.</summary>
    public bool IsExpired(DateTimeOffset now) => now >= Until;
}

/// <summary>Our block in the hosts file: <c>ADDRESS NAME # until 2026-11-28T13:00:00Z</c>, one a line.</summary>
internal static class HostsBlock
{
    private const string Purpose = "temporary entries; take them away with: sluice doctor hosts --clean";
    private const string Mark = "# until ";

    /// <summary>The entries, in order.</summary>
    public static IReadOnlyList<TemporaryHost> Read(string? text) => [.. ManagedBlock.Read(text).Select(Parse).OfType<TemporaryHost>()];

    /// <summary>The file's text with other entries in the block.</summary>
    public static string Write(string? text, IReadOnlyList<TemporaryHost> entries, string lineEnd) =>
        ManagedBlock.Write(text, [.. entries.Select(LineOf)], Purpose, lineEnd);

    /// <summary>The text with a name taken out of every line outside of our block; lines that have no other name become comments.</summary>
    public static string TakeOut(string text, string name)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!ManagedBlock.Contains(text, i + 1))
            {
                lines[i] = TakeOutOfLine(lines[i], name);
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>A line of the block.</summary>
    public static string LineOf(TemporaryHost entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Address} {entry.Name} {Mark}{entry.Until.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");

    private static TemporaryHost? Parse(string line)
    {
        var mark = line.IndexOf(Mark, StringComparison.Ordinal);
        var words = (mark < 0 ? line : line[..mark]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !IPAddress.TryParse(words[0], out _))
        {
            return null;
        }

        // A line without a time that can be read is over: nobody meant it to stay.
        return mark >= 0 && DateTimeOffset.TryParse(line[(mark + Mark.Length)..], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
            ? new TemporaryHost(words[0], words[1], until)
            : new TemporaryHost(words[0], words[1], DateTimeOffset.MinValue);
    }

    private static string TakeOutOfLine(string line, string name)
    {
        var hash = line.IndexOf('#');
        var entry = hash < 0 ? line : line[..hash];
        var words = entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !words.Skip(1).Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return line;
        }

        var others = words.Skip(1).Where(word => !word.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (others.Count == 0)
        {
            return "# sluice: " + line;
        }

        var end = line.EndsWith('\r') ? "\r" : "";
        var comment = hash < 0 ? "" : " " + line[hash..].TrimEnd('\r');
        return $"{words[0]} {string.Join(' ', others)}{comment}{end}";
    }

    /// <summary>Whether an entry can be written: an address, and a name without blanks and marks.</summary>
    public static bool IsValid(string name, string address) =>
        IPAddress.TryParse(address, out _) && name.Length is > 0 and <= 253 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && name != "localhost";
}
