using Sluice.Modules.Origins;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Origins;

public sealed class TagListTests
{
    [Theory]
    [InlineData("only canonical tags", "github.com/o/r", "v1.0.0 v1 v1.0 1.0.0 v01.2.3 V1.9.9 v1.0.1+meta v1.1.0-rc.1 v0.0.0-20190311183353-d8887717615a nightly", "v1.0.0 v1.1.0-rc.1", "")]
    [InlineData("in order of precedence", "github.com/o/r", "v1.10.0 v1.9.0 v0.1.0 v1.9.0-rc.10 v1.9.0-rc.9", "v0.1.0 v1.9.0-rc.9 v1.9.0-rc.10 v1.9.0 v1.10.0", "")]
    [InlineData("later majors of a path without one", "github.com/o/r", "v1.0.0 v2.0.0 v3.1.0", "v1.0.0", "v2.0.0 v3.1.0")]
    [InlineData("a tag that says incompatible is none", "github.com/o/r", "v2.0.0+incompatible", "", "")]
    [InlineData("one major", "github.com/o/r/v2", "v1.0.0 v2.0.0 v3.0.0", "v2.0.0", "")]
    [InlineData("a folder's own tags", "github.com/o/r/sub", "v1.0.0 sub/v1.1.0 sub/v2.0.0 other/v1.2.0 sub/x/v1.3.0", "v1.1.0", "")]
    [InlineData("a folder and a major, by the folder's tags", "github.com/o/r/sub/v2", "sub/v1.0.0 sub/v2.1.0 sub/v2/v2.2.0", "v2.1.0", "")]
    public void Tags_become_versions(string name, string path, string tags, string compatible, string incompatible)
    {
        var list = Read(path, "github.com/o/r", tags);
        Assert.Equal($"{name}: {compatible} | {incompatible}", $"{name}: {string.Join(' ', list.Compatible)} | {string.Join(' ', list.Incompatible)}");
    }

    [Theory]
    [InlineData("gopkg.in/yaml.v2", "v2.0.0 v2.1.0")]
    [InlineData("gopkg.in/yaml.v2-unstable", "")]
    public void Gopkg_in_has_the_major_in_its_path(string path, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(path, path, "v1.0.0 v2.0.0 v2.1.0 v3.0.0").Compatible));

    [Theory]
    [InlineData("nobody has a go.mod", "", "v1.0.0 v2.0.0+incompatible v3.0.0+incompatible v3.1.0+incompatible")]
    [InlineData("the newest v1 has one", "v1.0.0", "v1.0.0")]
    [InlineData("the newest of one major has one", "v3.1.0", "v1.0.0 v2.0.0+incompatible")]
    [InlineData("an older one of a major does not count", "v3.0.0", "v1.0.0 v2.0.0+incompatible v3.0.0+incompatible v3.1.0+incompatible")]
    public async Task Incompatible_versions_count_where_the_author_has_not_chosen(string name, string withGoMod, string expected)
    {
        var versions = await Read("github.com/o/r", "github.com/o/r", "v1.0.0 v2.0.0 v3.0.0 v3.1.0").DecideAsync(version => Task.FromResult(version.Value == withGoMod));
        Assert.Equal($"{name}: {expected}", $"{name}: {string.Join(' ', versions)}");
    }

    [Fact]
    public async Task Nobody_is_asked_where_nothing_hangs_on_it()
    {
        var versions = await Read("github.com/o/r", "github.com/o/r", "v1.0.0 v1.1.0").DecideAsync(_ => throw new InvalidOperationException("asked"));
        Assert.Equal([ModuleVersion.Parse("v1.0.0"), ModuleVersion.Parse("v1.1.0")], versions);
    }

    private static TagList Read(string path, string prefix, string tags)
    {
        Assert.True(ModuleLocation.TryFind(ModulePath.Parse(path), prefix, "", out var location, out _));
        return TagList.Read(location, tags.Split(' '));
    }
}
