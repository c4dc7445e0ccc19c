using System.Text;
using System.Xml.Linq;

namespace Sluice.Repository.Tests;

public sealed class HouseRuleTests
{
    private const int MaxLines = 400;

    /// <summary>Longer files, each with its reason. Parsers only.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    /// <summary>Places that mean something on one machine only. In two parts, so that this file does not hold them.</summary>
    private static readonly string[] ForeignPlaces = ["/work/" + "shared", "." + "library", "/dev/" + "shm/wt"];

    [Fact]
    public void Source_files_stay_short()
    {
        var tooLong = Sources().Where(file => Lines(file) > MaxLines && !LongFiles.ContainsKey(file)).Select(file => $"{file}: {Lines(file)} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Exceptions_for_long_files_are_still_needed() => Assert.All(LongFiles.Keys, file => Assert.True(Lines(file) > MaxLines, file));

    [Fact]
    public void No_file_names_a_place_of_one_machine()
    {
        var guilty = from file in RepositoryTree.Files
                     where new FileInfo(Path.Combine(RepositoryTree.Root, file)).Length < 10_000_000
                     let text = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(RepositoryTree.Root, file)))
                     from place in ForeignPlaces
                     where text.Contains(place, StringComparison.Ordinal)
                     select $"{file}: {place}";

        Assert.Empty(guilty);
    }

    [Fact]
    public void Package_versions_stand_in_one_file_only()
    {
        var guilty = from file in RepositoryTree.Files
                     where Path.GetExtension(file) is ".csproj" or ".props" or ".targets" && file != "Directory.Packages.props"
                     from element in RepositoryTree.ReadXml(file).Descendants()
                     where element.Name.LocalName == "PackageVersion" ||
                         (element.Name.LocalName == "PackageReference" && (element.Attribute("Version") ?? element.Attribute("VersionOverride")) is not null)
                     select $"{file}: {(string?)element.Attribute("Include")}";

        Assert.Empty(guilty);
    }

    [Fact]
    public void Every_package_has_a_reason_and_a_use()
    {
        var props = RepositoryTree.ReadXml("Directory.Packages.props");
        var used = RepositoryTree.Files.Where(file => Path.GetExtension(file) is ".csproj" or ".props").SelectMany(file => RepositoryTree.Includes(file, "PackageReference")).ToHashSet();

        Assert.All(props.Descendants("PackageVersion"), package => Assert.Contains((string?)package.Attribute("Include") ?? "", used));
        Assert.All(props.Descendants("ItemGroup"), group => Assert.IsType<XComment>(group.FirstNode));
    }

    [Fact]
    public void The_licence_is_there() => Assert.Contains("Apache License", RepositoryTree.Read("LICENSE"), StringComparison.Ordinal);

    private static IEnumerable<string> Sources() =>
        RepositoryTree.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    private static int Lines(string file) => RepositoryTree.Read(file).AsSpan().Count('\n');
}
