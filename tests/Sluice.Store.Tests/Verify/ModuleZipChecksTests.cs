using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.Verify;

namespace Sluice.Store.Tests.Verify;

public sealed class ModuleZipChecksTests
{
    private static readonly ModulePath Module = ModulePath.Parse("example.com/m");
    private static readonly ModuleVersion Version = ModuleVersion.Parse("v1.0.0");

    [Fact]
    public void A_sound_zip_passes_and_has_the_hash_that_dirhash_defines()
    {
        var zip = ModuleZips.Create("example.com/m", "v1.0.0");
        Assert.Null(ModuleZipChecks.Verify(new MemoryStream(zip), Module, Version));
        Assert.Equal(ModuleZips.Hash(zip), ModuleZipChecks.Hash(new MemoryStream(zip)));
    }

    [Fact]
    public void A_zip_that_breaks_the_rules_is_named_by_one_check_and_passed_by_the_other()
    {
        var zip = new MemoryStream(ModuleZips.Create("example.com/other", "v1.0.0"));
        Assert.Contains("example.com/other@v1.0.0/m.go", ModuleZipChecks.Verify(zip, Module, Version), StringComparison.Ordinal);
        Assert.Null(ModuleZipChecks.Pass(zip, Module, Version));
    }

    [Fact]
    public void A_damaged_zip_has_no_hash()
    {
        var zip = ModuleZips.Create("example.com/m", "v1.0.0", new string('x', 10_000));
        zip[60] ^= 0xFF;
        Assert.Throws<InvalidDataException>(() => ModuleZipChecks.Hash(new MemoryStream(zip)));
    }
}
