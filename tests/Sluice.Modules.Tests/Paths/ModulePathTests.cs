using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Paths;

public sealed class ModulePathTests
{
    /// <summary>What golang.org/x/mod/module's own table says: m, i and f stand for a good module path, import path and file name.</summary>
    [Theory]
    [InlineData("x.y/z", "mif")]
    [InlineData("x.y", "mif")]
    [InlineData("", "")]
    [InlineData("x.y/\uD800z", "")]
    [InlineData("/x.y/z", "")]
    [InlineData("x./z", "")]
    [InlineData(".x/z", "if")]
    [InlineData("-x/z", "f")]
    [InlineData("x..y/z", "mif")]
    [InlineData("x.y/z/../../w", "")]
    [InlineData("x.y//z", "")]
    [InlineData("x.y/z/", "")]
    [InlineData("x.y/z/v0", "if")]
    [InlineData("x.y/z/v1", "if")]
    [InlineData("x.y/z/v2", "mif")]
    [InlineData("x.y/z/v02", "if")]
    [InlineData("x.y/z/v2.0", "if")]
    [InlineData("X.y/z", "if")]
    [InlineData("!x.y/z", "f")]
    [InlineData("_x.y/z", "if")]
    [InlineData("x.y'/z", "")]
    [InlineData("x.y+/z", "if")]
    [InlineData("x.y:/z", "")]
    [InlineData("x.y@/z", "f")]
    [InlineData("x.y~/z", "if")]
    [InlineData("x.y/z ", "f")]
    [InlineData("x.y/z+", "if")]
    [InlineData("x.y/z-", "mif")]
    [InlineData("x.y/z_", "mif")]
    [InlineData("x.y/z~", "mif")]
    [InlineData("x.y/z~1", "f")]
    [InlineData("x.y/z~1a", "mif")]
    [InlineData("x.y/.hidden", "if")]
    [InlineData("x.y/aux.foo", "")]
    [InlineData("x.y/PRN", "")]
    [InlineData("x.y/prn2", "mif")]
    [InlineData("x.y/com", "mif")]
    [InlineData("x.y/com1.txt", "")]
    [InlineData("github.com/user/unicode/испытание", "f")]
    [InlineData("x☺y", "")]
    [InlineData("xy/z", "if")]
    [InlineData("gopkg.in/yaml", "if")]
    [InlineData("gopkg.in/yaml.v2", "mif")]
    [InlineData("gopkg.in/yaml.v02", "if")]
    [InlineData("gopkg.in/yaml.v2-unstable", "mif")]
    public void Each_kind_of_path_has_its_rules(string path, string kinds)
    {
        Assert.Equal(kinds.Contains('m'), ModulePath.TryParse(path, out _, out var error));
        Assert.Equal(kinds.Contains('m'), error is null);
        Assert.Equal(kinds.Contains('i'), PathRules.Check(path, PathKind.Import) is null);
        Assert.Equal(kinds.Contains('f'), PathRules.Check(path, PathKind.File) is null);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_path_has_a_greatest_length(int beyond, bool fits) =>
        Assert.Equal(fits, ModulePath.TryParse("x.y/".PadRight(PathRules.MaxPathLength + beyond, 'a'), out _, out _));

    [Theory]
    [InlineData("x.y/z", "x.y/z", "")]
    [InlineData("x.y/z/v2", "x.y/z", "/v2")]
    [InlineData("x.y/z/v10", "x.y/z", "/v10")]
    [InlineData("x.y/v", "x.y/v", "")]
    [InlineData("x.y/glfw/v3.3/glfw", "x.y/glfw/v3.3/glfw", "")]
    [InlineData("gopkg.in/yaml.v0", "gopkg.in/yaml", ".v0")]
    [InlineData("gopkg.in/go-yaml/yaml.v3", "gopkg.in/go-yaml/yaml", ".v3")]
    [InlineData("gopkg.in/dummy.v2-unstable", "gopkg.in/dummy", ".v2-unstable")]
    public void A_path_is_split_before_its_major_suffix(string path, string prefix, string suffix) =>
        Assert.Equal(new PathMajor(prefix, suffix), ModulePath.Parse(path).SplitMajor());

    [Theory]
    [InlineData("x.y/z", "v0.8.0", true)]
    [InlineData("x.y/z", "v1.0.0", true)]
    [InlineData("x.y/z", "v2.0.0", false)]
    [InlineData("x.y/z", "v17.0.0+incompatible", true)]
    [InlineData("x.y/z/v2", "v1.0.0", false)]
    [InlineData("x.y/z/v2", "v2.1.5", true)]
    [InlineData("x.y/z/v2", "v3.0.0", false)]
    [InlineData("gopkg.in/yaml.v0", "v0.8.0", true)]
    [InlineData("gopkg.in/yaml.v1", "v0.8.0", false)]
    [InlineData("gopkg.in/yaml.v1", "v1.0.0", true)]
    [InlineData("gopkg.in/check.v1", "v0.0.0", false)]
    [InlineData("gopkg.in/check.v1", "v0.0.0-20160102150405-abcdef123456", true)]
    [InlineData("gopkg.in/dummy.v2-unstable", "v2.0.0", true)]
    public void A_version_belongs_to_the_path_of_its_major(string path, string version, bool belongs)
    {
        Assert.Equal(belongs, ModulePath.Parse(path).SplitMajor().Matches(ModuleVersion.Parse(version)));
        Assert.True(Revision.TryParse(version, out var revision, out _));
        Assert.Equal(belongs, revision.IsVersionOf(ModulePath.Parse(path), out _));
    }

    [Theory]
    [InlineData("x.y/z", "v2.0.0", "v2.0.0+incompatible")]
    [InlineData("x.y/z", "v1.0.0", "v1.0.0")]
    [InlineData("x.y/z/v2", "v2.0.0", "v2.0.0")]
    [InlineData("x.y/z/v2", "v3.0.0", null)]
    [InlineData("gopkg.in/yaml.v1", "v2.0.0", null)]
    public void A_tag_fits_a_path_as_it_is_or_as_incompatible(string path, string version, string? fitting)
    {
        var fits = ModulePath.Parse(path).SplitMajor().TryFit(ModuleVersion.Parse(version), out var found);

        Assert.Equal(fitting, fits ? found.Value : null);
    }

    [Theory]
    [InlineData("ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789", "ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789")]
    [InlineData("github.com/GoogleCloudPlatform/omega", "github.com/!google!cloud!platform/omega")]
    public void Upper_case_letters_are_escaped(string path, string escaped)
    {
        Assert.Equal(escaped, ModulePath.Parse(path).Escape());
        Assert.True(CaseEscaping.TryUnescape(escaped, out var back));
        Assert.Equal(path, back);
    }

    [Theory]
    [InlineData("github.com/GoogleCloudPlatform/omega")]
    [InlineData("github.com/!google!cloud!platform!/omega")]
    [InlineData("github.com/!0google")]
    [InlineData("github.com/!!google")]
    [InlineData("github.com/google!")]
    [InlineData("github.com/é")]
    public void What_no_escaping_gives_is_not_unescaped(string escaped) => Assert.False(CaseEscaping.TryUnescape(escaped, out _));

    [Theory]
    [InlineData("master", true)]
    [InlineData("feature_1", true)]
    [InlineData("v1.2", true)]
    [InlineData("14c0d48", true)]
    [InlineData(".dot", true)]
    [InlineData("a b", true)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("a!b", false)]
    [InlineData("é", false)]
    [InlineData("", false)]
    [InlineData("nul", false)]
    [InlineData("a\0", false)]
    public void A_revision_is_one_plain_path_element(string text, bool ok)
    {
        Assert.Equal(ok, Revision.TryParse(text, out var revision, out var error));
        Assert.Equal(ok ? text : "", revision.Value);
        Assert.Equal(ok, error is null);
    }

    [Fact]
    public void The_host_is_the_first_element()
    {
        Assert.Equal("golang.org", ModulePath.Parse("golang.org/x/text").Host.ToString());
        Assert.Equal("rsc.io", ModulePath.Parse("rsc.io").Host.ToString());
    }

    [Fact]
    public void Parse_says_what_is_wrong()
    {
        var exception = Assert.Throws<FormatException>(() => ModulePath.Parse("Example.com/m"));

        Assert.Equal("malformed module path \"Example.com/m\": invalid char 'E' in first path element", exception.Message);
    }
}
