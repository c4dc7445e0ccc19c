using System.Text;
using Sluice.Modules.GoMod;

namespace Sluice.Modules.Tests.GoMod;

public sealed class VendorModulesTests
{
    private const string Text =
        """
        # example.com/a v1.0.0
        ## explicit; go 1.17
        example.com/a
        example.com/a/sub
        # example.com/b v1.1.0 => ./b
        ## explicit
        # example.com/c v1.2.0 => example.com/fork v1.3.0
        ## go 1.19
        example.com/c
        # example.com/c => example.com/fork v1.3.0
        # not a module at all
        example.com/lost
        """;

    private const string GoMod =
        """
        module example.com/m

        go 1.19

        require (
            example.com/a v1.0.0
            example.com/b v1.1.0
        )

        replace example.com/b v1.1.0 => ./b

        replace example.com/c => example.com/fork v1.3.0
        """;

    [Fact]
    public void Modules_come_with_packages_replacements_and_notes()
    {
        var modules = VendorModules.Parse(Encoding.UTF8.GetBytes(Text)).Modules;

        Assert.Equal(
            [
                "example.com/a@v1.0.0 by  explicit True go 1.17: example.com/a example.com/a/sub",
                "example.com/b@v1.1.0 by ./b explicit True go : ",
                "example.com/c@v1.2.0 by example.com/fork@v1.3.0 explicit False go 1.19: example.com/c",
                "example.com/c by example.com/fork@v1.3.0 explicit False go : ",
            ],
            modules.Select(entry => $"{entry.Module} by {entry.Replacement} explicit {entry.IsExplicit} go {entry.GoVersion}: {string.Join(' ', entry.Packages)}"));
    }

    [Fact]
    public void A_consistent_file_has_no_contradictions() =>
        Assert.Empty(Compare(GoMod, Text));

    [Theory]
    [InlineData("example.com/a v1.0.0\n", "example.com/a v1.0.1\n", "example.com/a@v1.0.1 is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt; example.com/a@v1.0.0 is marked as explicit in vendor/modules.txt, but not explicitly required in go.mod")]
    [InlineData("=> ./b", "=> ./other", "example.com/b@v1.1.0 is replaced by ./other in go.mod, but marked as replaced by ./b in vendor/modules.txt")]
    [InlineData("replace example.com/b v1.1.0 => ./b", "", "example.com/b@v1.1.0 is marked as replaced in vendor/modules.txt, but not replaced in go.mod")]
    [InlineData("example.com/fork v1.3.0", "example.com/fork v1.3.0\nreplace example.com/z => ./z", "example.com/z is replaced in go.mod, but not marked as replaced in vendor/modules.txt")]
    public void Contradictions_are_told_in_the_words_of_the_go_command(string old, string changed, string contradictions)
    {
        Assert.Contains(old, GoMod);

        Assert.Equal(contradictions, string.Join("; ", Compare(GoMod.Replace(old, changed, StringComparison.Ordinal), Text)));
    }

    [Theory]
    [InlineData("1.13", false)]
    [InlineData("1.14", true)]
    [InlineData("1.22.1", true)]
    [InlineData(null, false)]
    public void The_folder_is_used_from_go_1_14_on(string? go, bool isUsed) => Assert.Equal(isUsed, VendorConsistency.IsUsed(go));

    private static IEnumerable<string> Compare(string goMod, string vendor) => VendorConsistency
        .Compare(GoModFile.Parse(goMod, "go.mod", GoModParsing.Strict), VendorModules.Parse(Encoding.UTF8.GetBytes(vendor)))
        .Select(entry => $"{entry.Module} {entry.Message}");
}
