using System.Text;
using Sluice.Modules.Origins;
using Sluice.Modules.Paths;

namespace Sluice.Modules.Tests.Origins;

public sealed class GoModPlacementTests
{
    [Theory]
    [InlineData("none in the root", "example.com/r", null, null, "")]
    [InlineData("in the root", "example.com/r", "module example.com/r", null, "")]
    [InlineData("another path in the root", "example.com/r", "module example.com/other", null, "")]
    [InlineData("a broken rest", "example.com/r", "module example.com/r\n((((\n", null, "")]
    [InlineData("a fork of gopkg.in", "example.com/r", "module gopkg.in/x.v3", null, "")]
    [InlineData("in a folder", "example.com/r/sub", "module example.com/r/sub", null, "sub")]
    [InlineData("a major in the root", "example.com/r/v2", "module example.com/r/v2", null, "")]
    [InlineData("a major in its folder", "example.com/r/v2", null, "module example.com/r/v2", "v2")]
    [InlineData("a major in its folder beside v1", "example.com/r/v2", "module example.com/r", "module example.com/r/v2", "v2")]
    [InlineData("a folder's major", "example.com/r/sub/v2", null, "module example.com/r/sub/v2", "sub/v2")]
    public void A_go_mod_decides_the_folder(string name, string path, string? goMod, string? majorGoMod, string folder)
    {
        Assert.True(GoModPlacement.TryDecide(Find(path), Bytes(goMod), Bytes(majorGoMod), out var placement, out var error), $"{name}: {error}");
        Assert.Equal(folder, placement.Folder);
        Assert.Equal(folder.EndsWith("v2", StringComparison.Ordinal) ? Bytes(majorGoMod) : Bytes(goMod), placement.GoMod);
    }

    [Theory]
    [InlineData("no path", "example.com/r", "go 1.20\n", null, "go.mod has no module path")]
    [InlineData("only a mark before it", "example.com/r", "\ufeffmodule example.com/r", null, "go.mod has no module path")]
    [InlineData("a later major", "example.com/r", "module example.com/r/v2", null, "later major version")]
    [InlineData("none in a folder", "example.com/r/sub", null, null, "missing sub/go.mod")]
    [InlineData("none of a major", "example.com/r/v2", null, null, "missing go.mod and v2/go.mod")]
    [InlineData("both of a major", "example.com/r/v2", "module example.com/r/v2", "module example.com/r/v2", "both")]
    [InlineData("the wrong one in the major's folder", "example.com/r/v2", "module example.com/r/v2", "module example.com/r/v3", "v2/go.mod has the module path example.com/r/v3")]
    [InlineData("v1 for a major", "example.com/r/v2", "module example.com/r", null, "there is no v2/go.mod")]
    public void What_is_no_module_is_refused(string name, string path, string? goMod, string? majorGoMod, string reason)
    {
        Assert.False(GoModPlacement.TryDecide(Find(path), Bytes(goMod), Bytes(majorGoMod), out _, out var error), name);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static ModuleLocation Find(string path)
    {
        Assert.True(ModuleLocation.TryFind(ModulePath.Parse(path), "example.com/r", "", out var location, out _));
        return location;
    }
}
