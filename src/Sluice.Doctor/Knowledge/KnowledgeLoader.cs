using System.Reflection;
using Sluice.Doctor.Findings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sluice.Doctor.Knowledge;

/// <summary>Loads the knowledge base: the files that come with Sluice, and those of a team over them. Every mistake is reported, with its line.</summary>
public static class KnowledgeLoader
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    /// <summary>Most files of a folder.</summary>
    public const int MaxFiles = 200;

    private const string Prefix = "Sluice.Doctor.Knowledge.Entries.";

    /// <summary>The built-in knowledge with a team's own over it.</summary>
    /// <param name="directory">A folder with <c>*.yaml</c> and <c>*.yml</c>, read in order of their names. Sub-folders are not read.</param>
    public static KnowledgeResult Load(string directory)
    {
        var problems = new List<KnowledgeProblem>();
        var entries = ReadBuiltIn(problems);
        foreach (var file in FilesOf(directory, problems))
        {
            if (ReadFile(file, problems) is { } content)
            {
                Read(file, content, entries, problems);
            }
        }

        return Finish(entries, problems);
    }

    internal static KnowledgeResult LoadBuiltIn()
    {
        var problems = new List<KnowledgeProblem>();
        return Finish(ReadBuiltIn(problems), problems);
    }

    private static KnowledgeResult Finish(Dictionary<string, KnowledgeEntry> entries, List<KnowledgeProblem> problems) =>
        new(problems.Count == 0 ? new KnowledgeBase([.. entries.Values]) : null, problems);

    private static Dictionary<string, KnowledgeEntry> ReadBuiltIn(List<KnowledgeProblem> problems)
    {
        var entries = new Dictionary<string, KnowledgeEntry>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            Read(name[Prefix.Length..], reader.ReadToEnd(), entries, problems);
        }

        return entries;
    }

    private static IReadOnlyList<string> FilesOf(string directory, List<KnowledgeProblem> problems)
    {
        try
        {
            string[] files = [.. Directory.EnumerateFiles(directory).Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal).Take(MaxFiles + 1)];
            if (files.Length <= MaxFiles)
            {
                return files;
            }

            problems.Add(new KnowledgeProblem(directory, 0, $"more than {MaxFiles} files are in this folder"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new KnowledgeProblem(directory, 0, exception is DirectoryNotFoundException ? "this folder does not exist" : "this folder cannot be read"));
        }

        return [];
    }

    private static string? ReadFile(string file, List<KnowledgeProblem> problems)
    {
        try
        {
            if (new FileInfo(file).Length <= MaxFileBytes)
            {
                return File.ReadAllText(file);
            }

            problems.Add(new KnowledgeProblem(file, 0, $"this file is longer than {MaxFileBytes / 1024} KiB"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new KnowledgeProblem(file, 0, $"this file cannot be read ({exception.Message})"));
        }

        return null;
    }

    private static void Read(string file, string content, Dictionary<string, KnowledgeEntry> entries, List<KnowledgeProblem> problems)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(content));
        }
        catch (YamlException exception)
        {
            problems.Add(new KnowledgeProblem(file, (int)exception.Start.Line, $"this is not YAML: {exception.Message}"));
            return;
        }

        foreach (var document in stream.Documents)
        {
            if (document.RootNode is not YamlSequenceNode list)
            {
                problems.Add(new KnowledgeProblem(file, (int)document.RootNode.Start.Line, "a file of the knowledge base is a list of entries, each beginning with `- code:`"));
                continue;
            }

            foreach (var node in list)
            {
                ReadEntry(new NodeReader(file, node, problems), entries);
            }
        }
    }

    private static void ReadEntry(NodeReader node, Dictionary<string, KnowledgeEntry> entries)
    {
        var id = node.Text("code", isRequired: true);
        if (id is null || !FindingCode.TryParse(id, out var code))
        {
            node.Complain("code", id is null ? null : $"\"{id}\" is no code: write family.cause, lower case, words joined by -");
            return;
        }

        entries[id] = new EntryReader(node, code, entries.GetValueOrDefault(id)).Read();
    }
}
