using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>Modules with zips of a wanted size, and what their files are in a store.</summary>
internal static class Fixtures
{
    public const int MiB = 1024 * 1024;

    /// <summary>Adds a module whose zip is a little bigger than the given size, and incompressible.</summary>
    public static FixtureModule AddSized(this ModuleFixture fixture, string path, string version, int sizeBytes, ulong seed = 1)
    {
        var module = fixture.Add(path, version, ("go.mod", $"module {path}\n\ngo 1.19\n"), new FixtureFile("data.bin", new Dice(seed).Bytes(sizeBytes)));

        // The zip is made when it is first asked for: not inside a request that has a time limit.
        _ = module.Zip;
        return module;
    }

    /// <summary>The path of one of its files in a URL, in a file tree and in the store: <c>example.com/m/@v/v1.0.0.zip</c>.</summary>
    public static string PathOf(this FixtureModule module, string extension) =>
        $"{CaseEscaping.Escape(module.Path)}/@v/{CaseEscaping.Escape(module.Version)}.{extension}";

    /// <summary>Every file of every version, by its path, and every list.</summary>
    public static Dictionary<string, byte[]> Files(this ModuleFixture fixture)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var module in fixture.Modules)
        {
            files[$"{CaseEscaping.Escape(module.Path)}/@v/list"] = System.Text.Encoding.UTF8.GetBytes(fixture.ListOf(module.Path)!);
            files[module.PathOf("info")] = module.Info!;
            files[module.PathOf("mod")] = module.GoMod!;
            files[module.PathOf("zip")] = module.Zip;
        }

        return files;
    }

    /// <summary>What the store writes beside a zip: its <c>h1:</c> hash.</summary>
    public static string HashOf(byte[] zip)
    {
        using var stream = new MemoryStream(zip);
        Assert.True(ModuleHash.TryHashZip(stream, out var hash, out _, CancellationToken.None));
        return hash.ToString();
    }
}
