using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;

namespace Sluice.Doctor.Tests.Fixes;

public sealed class CacheRemovalTests : IDisposable
{
    private readonly FixFixture _fixture = new();

    [Fact]
    public async Task One_version_goes_with_its_read_only_folder_and_nothing_else_does()
    {
        var cache = new ModuleCacheOnDisk(_fixture.Test);
        await cache.FillAsync();
        var before = cache.Files();

        await _fixture.DoAsync(new Fix.RemoveFromCache("example.com/Two", "v1.0.0", FixFixture.Why));

        Assert.Equal(before.Where(file => !file.Contains("/!two", StringComparison.Ordinal) || file.EndsWith(".lock", StringComparison.Ordinal) || file.EndsWith("/list", StringComparison.Ordinal)), cache.Files());
        Assert.True(Directory.Exists(cache["example.com/one@v1.0.0"]));
        Assert.False(Directory.Exists(cache["example.com/!two@v1.0.0"]));
    }

    [Fact]
    public async Task A_link_in_the_cache_is_removed_not_followed()
    {
        var cache = new ModuleCacheOnDisk(_fixture.Test);
        var outside = _fixture.Test.WriteWork("precious/file", "x");
        Directory.CreateDirectory(cache["example.com"]);
        Directory.CreateSymbolicLink(cache["example.com/one@v1.0.0"], Path.GetDirectoryName(outside)!);

        await _fixture.DoAsync(new Fix.RemoveFromCache("example.com/one", "v1.0.0", FixFixture.Why));

        Assert.True(File.Exists(outside));
        Assert.False(Path.Exists(cache["example.com/one@v1.0.0"]));
    }

    [Theory]
    [InlineData("../../etc", "v1.0.0")]
    [InlineData("example.com/one", "../v1.0.0")]
    [InlineData("example.com/none", "v1.0.0")]
    public async Task Nothing_is_removed_for_what_is_no_version_of_the_cache(string module, string version)
    {
        await new ModuleCacheOnDisk(_fixture.Test).FillAsync();

        Assert.NotEqual(PlanState.Ready, (await _fixture.PlanAsync(new Fix.RemoveFromCache(module, version, FixFixture.Why))).State);
    }

    public void Dispose() => _fixture.Dispose();
}
