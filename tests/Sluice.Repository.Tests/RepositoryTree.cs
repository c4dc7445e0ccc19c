using System.Xml.Linq;

namespace Sluice.Repository.Tests;

/// <summary>The files of the repository that this test was built from. What a build or a run leaves behind is not among them.</summary>
internal static class RepositoryTree
{
    private static readonly HashSet<string> Leftovers = [".git", ".vs", ".idea", "artifacts", "bin", "obj", "node_modules", "sluice-data", "TestResults"];

    /// <summary>The absolute path of the folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All files, with <c>/</c> between the elements, relative to <see cref="Root"/>, in order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(new DirectoryInfo(Root)).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Projects { get; } = [.. Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static XDocument ReadXml(string file) => XDocument.Load(Path.Combine(Root, file));

    /// <summary><c>Sluice.Core</c> for <c>src/Sluice.Core/Sluice.Core.csproj</c>.</summary>
    public static string NameOf(string project) => Path.GetFileNameWithoutExtension(project.Replace('\\', '/'));

    /// <summary>The names that the project's elements of a kind include.</summary>
    public static IEnumerable<string> Includes(string project, string element) =>
        ReadXml(project).Descendants(element).Select(reference => (string?)reference.Attribute("Include") ?? "");

    private static IEnumerable<string> Walk(DirectoryInfo directory) => directory.EnumerateFiles().Where(file => file.LinkTarget is null).Select(file => file.FullName)
        .Concat(directory.EnumerateDirectories().Where(child => child.LinkTarget is null && !Leftovers.Contains(child.Name)).SelectMany(Walk));

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Sluice.slnx")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"no Sluice.slnx above {AppContext.BaseDirectory}");
    }
}
