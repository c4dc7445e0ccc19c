using System.Text;

namespace Sluice.Cli.Run.Children;

/// <summary>
/// Words and variables as the system gave them: .NET reads them as UTF-8 and replaces what is none, but the command shall get the bytes that its user typed.
/// </summary>
internal static class RawText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The bytes of words; those that .NET could not read come from this process's own command line, whose end they are.</summary>
    public static IReadOnlyList<byte[]> Words(IReadOnlyList<string> words)
    {
        if (!words.Any(word => word.Contains(Replacement)) || Read("/proc/self/cmdline") is not { } own || own.Count < words.Count)
        {
            return [.. words.Select(Encoding.UTF8.GetBytes)];
        }

        var tail = own.Skip(own.Count - words.Count).ToArray();
        return [.. words.Select((word, i) => Encoding.UTF8.GetString(tail[i]) == word ? tail[i] : Encoding.UTF8.GetBytes(word))];
    }

    /// <summary>The bytes of variables, NAME=VALUE each.</summary>
    public static IReadOnlyList<byte[]> Environment(IReadOnlyDictionary<string, string> variables)
    {
        List<byte[]>? own = null;
        var result = new List<byte[]>();
        foreach (var (name, value) in variables)
        {
            var text = $"{name}={value}";
            var bytes = Encoding.UTF8.GetBytes(text);
            if (text.Contains(Replacement))
            {
                own ??= Read("/proc/self/environ") ?? [];
                bytes = own.Find(candidate => Encoding.UTF8.GetString(candidate) == text) ?? bytes;
            }

            result.Add(bytes);
        }

        return result;
    }

    private static List<byte[]>? Read(string file)
    {
        try
        {
            var parts = new List<byte[]>();
            var rest = File.ReadAllBytes(file).AsSpan();
            for (var end = rest.IndexOf((byte)0); end >= 0; end = rest.IndexOf((byte)0))
            {
                parts.Add(rest[..end].ToArray());
                rest = rest[(end + 1)..];
            }

            return parts;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
