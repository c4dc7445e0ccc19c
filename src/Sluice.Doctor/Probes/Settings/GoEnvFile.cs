using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>
/// Reads a <c>go/env</c> or <c>go.env</c> file as the go command does (cmd/go/internal/cfg, <c>readEnvFile</c>): <c>KEY=value</c> where KEY starts with a capital letter;
/// every other line is passed over without a word. The last line of a key counts in the user's file.
/// </summary>
internal static class GoEnvFile
{
    /// <summary>Reads a file's text.</summary>
    /// <param name="file">What faults and origins call it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="kind">Whose file it is.</param>
    /// <param name="faults">Lines that are passed over, and values that are hardly meant so.</param>
    public static IReadOnlyList<SettingValue> Parse(string file, string text, OriginKind kind, List<FileFault> faults)
    {
        var values = new List<SettingValue>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Trim().Length == 0 || line[0] == '#')
            {
                continue;
            }

            var equals = line.IndexOf('=');
            if (equals < 0 || line[0] is < 'A' or > 'Z')
            {
                faults.Add(HostFiles.Fault(file, number, line, Describe(line, equals)));
                continue;
            }

            var (name, value) = (line[..equals], line[(equals + 1)..]);
            CheckSpelling(file, number, line, name, value, faults);
            values.Add(new SettingValue(name, value, new ValueOrigin(kind, file, number, name)));
        }

        return values;
    }

    private static string Describe(string line, int equals)
    {
        if (line.StartsWith("export ", StringComparison.Ordinal) || line.StartsWith("set ", StringComparison.Ordinal))
        {
            return "a shell's command: the go command passes over it";
        }

        return equals < 0 ? "no equals sign: the go command passes over it" : "does not start with a capital letter: the go command passes over it";
    }

    private static void CheckSpelling(string file, int number, string line, string name, string value, List<FileFault> faults)
    {
        if (value.EndsWith('\r'))
        {
            faults.Add(HostFiles.Fault(file, number, line, "ends in a carriage return, which is part of the value"));
        }

        if (name.TrimEnd() != name)
        {
            faults.Add(HostFiles.Fault(file, number, line, "a blank before the equals sign is part of the name"));
        }

        var bare = value.TrimEnd('\r');
        if (bare.Length > 0 && (char.IsWhiteSpace(bare[0]) || char.IsWhiteSpace(bare[^1])))
        {
            faults.Add(HostFiles.Fault(file, number, line, "blanks around the value are part of it"));
        }

        if (bare.Length > 1 && bare[0] is '"' or '\'' && bare[^1] == bare[0])
        {
            faults.Add(HostFiles.Fault(file, number, line, "quotes around the value are part of it"));
        }
    }
}
