using Sluice.Modules.Origins;
using Sluice.Modules.Paths;

namespace Sluice.Modules.Tests.Origins;

public sealed class ModuleLocationTests
{
    [Theory]
    [InlineData("the root", "github.com/o/r", "github.com/o/r", "", "", null, true)]
    [InlineData("a major branch or folder", "github.com/o/r/v2", "github.com/o/r", "", "", "v2", false)]
    [InlineData("a folder", "github.com/o/r/sub/dir", "github.com/o/r", "", "sub/dir", null, false)]
    [InlineData("a folder with a major", "github.com/o/r/sub/v3", "github.com/o/r", "", "sub", "sub/v3", false)]
    [InlineData("a prefix that has the major in it", "nanomsg.org/go/mangos/v2", "nanomsg.org/go/mangos/v2", "", "", null, false)]
    [InlineData("gopkg.in", "gopkg.in/yaml.v2", "gopkg.in/yaml.v2", "", "", null, true)]
    [InlineData("an element that is no major", "github.com/go-gl/glfw/v3.3/glfw", "github.com/go-gl/glfw", "", "v3.3/glfw", null, false)]
    [InlineData("a prefix that stands for a folder", "corp.example/lib", "corp.example/lib", "go", "go", null, false)]
    [InlineData("a folder below such a prefix", "corp.example/lib/x/v2", "corp.example/lib", "go", "go/x", "go/x/v2", false)]
    public void A_module_has_its_place(string name, string path, string prefix, string rootFolder, string folder, string? majorFolder, bool mayLackGoMod)
    {
        Assert.True(ModuleLocation.TryFind(ModulePath.Parse(path), prefix, rootFolder, out var location, out var error), $"{name}: {error}");
        Assert.Equal((folder, majorFolder, mayLackGoMod), (location.Folder, location.MajorFolder, location.MayLackGoMod));
        Assert.Equal(folder.Length == 0 ? "" : folder + "/", location.TagPrefix);
    }

    [Theory]
    [InlineData("another repository", "github.com/o/r", "github.com/o/rr")]
    [InlineData("part of an element", "github.com/o/repo", "github.com/o/rep")]
    [InlineData("a prefix that ends in the major", "github.com/o/r/x/v2", "github.com/o/r/x/v2/y")]
    public void A_repository_that_cannot_hold_the_module_is_refused(string name, string path, string prefix)
    {
        Assert.False(ModuleLocation.TryFind(ModulePath.Parse(path), prefix, "", out _, out var error), name);
        Assert.Contains(prefix, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.2.3", "sub/v1.2.3")]
    [InlineData("v2.0.0+incompatible", "sub/v2.0.0")]
    [InlineData("v1.2.3+meta", "sub/v1.2.3+meta")]
    [InlineData("v0.0.0-20190311183353-d8887717615a", "d8887717615a")]
    [InlineData("v1.2.4-0.20190311183353-d8887717615a", "d8887717615a")]
    [InlineData("v1", "sub/v1")]
    [InlineData("main", "main")]
    [InlineData("14c0d48", "14c0d48")]
    public void A_revision_means_something_in_the_repository(string revision, string expected)
    {
        Assert.True(ModuleLocation.TryFind(ModulePath.Parse("github.com/o/r/sub"), "github.com/o/r", "", out var location, out _));
        Assert.Equal(expected, location.ToRepositoryRevision(revision));
    }
}
