using System.Text;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>
/// Reads one git configuration file (https://git-scm.com/docs/git-config#_syntax): sections with subsections in quotes, keys without a value, quotes, escapes, comments
/// and lines that go on. Section and key become lower case, a subsection stays as written.
/// </summary>
internal static class GitConfigText
{
    /// <summary>Reads a file's text.</summary>
    /// <param name="file">What origins and faults call it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="faults">Lines that git would refuse the file for.</param>
    public static IReadOnlyList<SettingValue> Parse(string file, string text, List<FileFault> faults)
    {
        var settings = new List<SettingValue>();
        var lines = HostFiles.SplitLines(text);
        string? section = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var number = i + 1;
            var line = lines[i].Trim();
            if (line.StartsWith('['))
            {
                section = ReadSection(line, out line);
                if (section is null)
                {
                    faults.Add(HostFiles.Fault(file, number, lines[number - 1], "malformed section"));
                }
            }

            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (section is null)
            {
                faults.Add(HostFiles.Fault(file, number, lines[number - 1], "not in a section"));
                continue;
            }

            var equals = line.IndexOf('=');
            var key = (equals < 0 ? line.Split('#', ';')[0] : line[..equals]).Trim().ToLowerInvariant();
            if (!IsKey(key))
            {
                faults.Add(HostFiles.Fault(file, number, lines[number - 1], "malformed key"));
                continue;
            }

            var value = equals < 0 ? "true" : ReadValue(line[(equals + 1)..], lines, ref i);
            settings.Add(new SettingValue($"{section}.{key}", value, new ValueOrigin(OriginKind.File, file, number, $"{section}.{key}")));
        }

        return settings;
    }

    private static bool IsKey(string key) => key.Length > 0 && char.IsAsciiLetter(key[0]) && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary><c>[core]</c>, <c>[url "https://x/"]</c>, <c>[url.x]</c>; what stands behind it is left.</summary>
    private static string? ReadSection(string line, out string rest)
    {
        rest = "";
        var name = new StringBuilder();
        var isQuoted = false;
        for (var i = 1; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted && c == '\\' && i + 1 < line.Length)
            {
                name.Append(line[++i]);
            }
            else if (!isQuoted && c == ']')
            {
                rest = line[(i + 1)..].Trim();
                var text = name.ToString();
                var dot = text.IndexOf('.');
                return dot < 0 ? text.Trim().ToLowerInvariant() : text[..dot].ToLowerInvariant() + text[dot..];
            }
            else
            {
                // The blank between section and subsection becomes the dot of the key's full name.
                name.Append(!isQuoted && char.IsWhiteSpace(c) ? '.' : c);
            }
        }

        return null;
    }

    private static string ReadValue(string text, string[] lines, ref int index)
    {
        var value = new StringBuilder();
        var kept = 0;
        var isQuoted = false;
        text = text.TrimStart();
        for (var i = 0; ; i++)
        {
            if (i == text.Length)
            {
                break;
            }

            var c = text[i];
            if (c == '"')
            {
                isQuoted = !isQuoted;
                kept = value.Length;
            }
            else if (c == '\\' && i + 1 == text.Length && index + 1 < lines.Length)
            {
                text = lines[++index];
                i = -1;
            }
            else if (c == '\\' && i + 1 < text.Length)
            {
                value.Append(text[++i] switch { 'n' => '\n', 't' => '\t', 'b' => '\b', var other => other });
                kept = value.Length;
            }
            else if (!isQuoted && c is '#' or ';')
            {
                break;
            }
            else
            {
                value.Append(c);
                kept = isQuoted || !char.IsWhiteSpace(c) ? value.Length : kept;
            }
        }

        return value.ToString(0, kept);
    }
}
