using System.Text;

namespace Sluice.Modules.Tests.GoMod;

/// <summary>
/// A text archive as the go tests use it (golang.org/x/tools/txtar): a comment, then sections after lines <c>-- name --</c>. Bytes are kept
/// as Latin-1, so that cases may hold anything.
/// </summary>
internal sealed class CaseFile
{
    private readonly Dictionary<string, string> _sections = new(StringComparer.Ordinal);

    private CaseFile(string text)
    {
        var name = "";
        var section = new StringBuilder();
        foreach (var line in text.Split('\n').Select((line, i) => (line, i)))
        {
            if (line.line.StartsWith("-- ", StringComparison.Ordinal) && line.line.EndsWith(" --", StringComparison.Ordinal))
            {
                _sections[name] = section.ToString();
                section.Clear();
                name = line.line[3..^3].Trim();
                continue;
            }

            section.Append(line.line).Append('\n');
        }

        // The last line end is not followed by a line.
        _sections[name] = section.ToString(0, Math.Max(0, section.Length - 1));
    }

    public static CaseFile Read(string path) => new(Encoding.Latin1.GetString(File.ReadAllBytes(path)));

    public bool Has(string section) => _sections.ContainsKey(section);

    public byte[] Bytes(string section) => Encoding.Latin1.GetBytes(_sections[section]);

    public string Text(string section) => Encoding.UTF8.GetString(Bytes(section));

    /// <summary>The files of a folder of cases in this project, by name.</summary>
    public static string[] Names(string folder) =>
        [.. Directory.GetFiles(Folder(folder), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static CaseFile Read(string folder, string name) => Read(Path.Combine(Folder(folder), name + ".txt"));

    /// <summary>Finds a folder of this project in the working tree that the test program was built in.</summary>
    private static string Folder(string folder)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Sluice.slnx")))
            {
                return Path.Combine(at.FullName, "tests", "Sluice.Modules.Tests", folder, "testdata");
            }
        }

        throw new DirectoryNotFoundException($"no working tree above {AppContext.BaseDirectory}");
    }
}
