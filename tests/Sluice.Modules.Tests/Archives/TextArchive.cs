namespace Sluice.Modules.Tests.Archives;

/// <summary>A case in one text file: a comment, then parts that start with a line <c>-- name --</c>. Empty lines do not count.</summary>
internal sealed class TextArchive
{
    private readonly Dictionary<string, List<string>> _parts = new(StringComparer.Ordinal);

    private TextArchive()
    {
    }

    /// <summary>The lines of a part; none when the case does without it.</summary>
    public IReadOnlyList<string> this[string part] => _parts.TryGetValue(part, out var lines) ? lines : [];

    /// <summary>The names of the cases in a folder of this project, without extension.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names(string folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*.txt").Select(path => new TheoryDataRow<string>(Path.GetFileNameWithoutExtension(path)));

    public static TextArchive Read(string folder, string name)
    {
        var archive = new TextArchive();
        List<string> part = [];
        foreach (var line in File.ReadLines(Path.Combine(PathOf(folder), $"{name}.txt")))
        {
            if (line.StartsWith("-- ", StringComparison.Ordinal) && line.EndsWith(" --", StringComparison.Ordinal))
            {
                part = archive._parts[line[3..^3]] = [];
            }
            else if (line.Length > 0)
            {
                part.Add(line);
            }
        }

        return archive;
    }

    /// <summary>A file or folder of this project's sources: test programs run from within the repository.</summary>
    public static string PathOf(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "tests", "Sluice.Modules.Tests", relative);
    }
}
