using System.Text;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Testing.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class ModuleRecordTests
{
    private const string A = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    public static TheoryData<string> Malformed =>
    [
        "", "\n", $"a.b/m v1.0.0 {A}\n", $"a.b/m v1.0.0/go.mod {A}\n", $"a.b/m v1.0.0 {A}\na.b/m v1.0.0/go.mod {A}", $"a.b/m v1.0.0 {A}\na.b/n v1.0.0/go.mod {A}\n",
        $"a.b/m v1.0.0 {A}\na.b/m v1.0.1/go.mod {A}\n", $"a.b/m v1.0.0 h1:x\na.b/m v1.0.0/go.mod {A}\n", $"a.b/m v1 {A}\na.b/m v1/go.mod {A}\n",
        $"/m v1.0.0 {A}\n/m v1.0.0/go.mod {A}\n", $"a.b/m v1.0.0  {A}\na.b/m v1.0.0/go.mod {A}\n", $"a.b/m v1.0.0/go.mod {A}\na.b/m v1.0.0 {A}\n",
        $"a.b/m v1.0.0 {A}\na.b/m v1.0.0/go.mod {A}\nmore\n",
    ];

    [Theory]
    [InlineData("example.com/Big/m/v2", "v2.1.0-rc.1")]
    [InlineData("gopkg.in/yaml.v3", "v3.0.1")]
    [InlineData("example.com/m", "v0.0.0-20240101000000-abcdefabcdef")]
    [InlineData("example.com/m", "v2.0.0+incompatible")]
    public void A_record_is_read_as_it_was_written_and_a_lookup_finds_its_hashes(string path, string version)
    {
        var record = new ModuleRecord(ModulePath.Parse(path), ModuleVersion.Parse(version), DirHash.Parse(MemorySumDb.HashOf("zip")), DirHash.Parse(MemorySumDb.HashOf("mod")));

        Assert.True(ModuleRecord.TryParse(record.Format(), out var read, out var error), error);
        Assert.Equal(record, read);
        Assert.True(LogRecord.TryCreate(0, record.Format(), out var stored, out _));
        Assert.Equal([record.Zip.ToString()], LookupAnswer.Of(stored, default).HashesOf(record.Path, record.Version, Modules.GoMod.GoSumKind.Zip));
        Assert.True(LookupAnswer.TryParsePath(LookupAnswer.PathOf(record.Path, record.Version), out var asked, out var askedVersion));
        Assert.Equal((record.Path, record.Version), (asked, askedVersion));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Anything_else_is_no_record(string text)
    {
        Assert.False(ModuleRecord.TryParse(Encoding.UTF8.GetBytes(text), out _, out var error));
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lookup")]
    [InlineData("lookup/")]
    [InlineData("lookup/@v1.0.0")]
    [InlineData("lookup/a.b/m")]
    [InlineData("lookup/a.b/m@")]
    [InlineData("lookup/a.b/M@v1.0.0")]
    [InlineData("lookup/a.b/../m@v1.0.0")]
    [InlineData("a.b/m@v1.0.0")]
    public void Other_paths_are_no_lookups(string path) => Assert.False(LookupAnswer.TryParsePath(path, out _, out _));
}
