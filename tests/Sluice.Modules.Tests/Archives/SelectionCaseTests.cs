using System.Globalization;
using Sluice.Modules.Archives;

namespace Sluice.Modules.Tests.Archives;

/// <summary>
/// One file a case in <c>testdata/create</c>: the module's go line, the files of a tree (<c>NAME</c>, or <c>NAME => symlink</c>,
/// <c>directory</c>, <c>irregular</c>, <c>size BYTES</c>), and what gets in, is left out or is a problem.
/// </summary>
public sealed class SelectionCaseTests
{
    private const string Folder = "Archives/testdata/create";

    public static IEnumerable<TheoryDataRow<string>> Cases => TextArchive.Names(Folder);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Files_are_chosen_as_the_case_says(string name)
    {
        var archive = TextArchive.Read(Folder, name);
        var files = archive["files"].Select(File).ToList();

        var selection = ModuleZip.Select(files, VendorRules.For(archive["go"].SingleOrDefault()));

        Assert.Equal(archive["problems"], selection.Problems.Select(problem => problem.ToString()));
        Assert.Equal(archive["included"], selection.Included.Select(file => file.Path));
        Assert.Equal(archive["omitted"], selection.Omitted.Select(omitted => omitted.ToString()));
    }

    private static ModuleFile File(string line)
    {
        var parts = line.Split(" => ");
        var note = parts.Length == 2 ? parts[1] : "";
        var size = note.StartsWith("size ", StringComparison.Ordinal) ? long.Parse(note[5..], CultureInfo.InvariantCulture) : 0;
        var kind = size != 0 || note.Length == 0 ? ModuleFileKind.Regular : Enum.Parse<ModuleFileKind>(note, ignoreCase: true);
        return new ModuleFile(parts[0], size, kind, static () => throw new InvalidOperationException("Choosing files opens none."));
    }
}
