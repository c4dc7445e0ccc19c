using System.Text;
using System.Text.Json;
using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Archives;

/// <summary>Zips of all sorts, as the installed go command and as we judge and hash them.</summary>
public sealed class GoComparisonTests
{
    private const string Version = "v1.0.0";

    /// <summary>By name of the module's last element; the function gets the prefix of its names.</summary>
    private static readonly Dictionary<string, Func<string, byte[]>> Zips = new(StringComparer.Ordinal)
    {
        ["plain"] = p => new CraftedZip().AddAll([p + "go.mod", p + "a.go", p + "a/b.go", p + "LICENSE", p + ".x"]).ToBytes(),
        ["deflated"] = p => new CraftedZip().Add(Deflated(p + "b.go", 0)).Add(Deflated(p + "a.go", 8)).ToBytes(),
        ["unsorted"] = p => new CraftedZip().AddAll([p + "z", p + "b/c", p + "b.c", p + "a", p + "é", p + "日", p + "\U00020000", p + "\uFB00"]).ToBytes(),
        ["empty"] = _ => new CraftedZip().ToBytes(),
        ["directories"] = p => new CraftedZip().Add(p, "").Add(p + "a/", "").Add(p + "a/x").ToBytes(),
        ["symlink-mode"] = p => new CraftedZip().Add(new CraftedEntry(p + "a", "target"u8.ToArray()) { UnixMode = 0xA1FF }).ToBytes(),
        ["zip64"] = p => new CraftedZip { IsZip64 = true }.Add(p + "a").Add(p + "b").ToBytes(),
        ["lead"] = p => new CraftedZip { Lead = "#!/bin/sh\n"u8.ToArray() }.Add(p + "a").ToBytes(),
        ["comment"] = p => new CraftedZip { Comment = "hello"u8.ToArray() }.Add(p + "a").ToBytes(),
        ["trail"] = p => new CraftedZip { Trail = "\n\n"u8.ToArray() }.Add(p + "a").ToBytes(),
        ["gap"] = p => new CraftedZip { Gap = "gap"u8.ToArray(), SizeLie = 3 }.Add(p + "a").ToBytes(),
        ["size-lie"] = p => new CraftedZip { SizeLie = -1 }.Add(p + "a").ToBytes(),
        ["descriptor-without-signature"] = p =>
            new CraftedZip().Add(new CraftedEntry(p + "a", "text"u8.ToArray()) { Flags = 8, HasDescriptorSignature = false }).ToBytes(),
        ["crc-unknown"] = p => new CraftedZip().Add(new CraftedEntry(p + "a", "text"u8.ToArray()) { Crc = 0 }).ToBytes(),
        ["good-characters"] = p => new CraftedZip().AddAll([p + "!#$%&()+,-.=@[]^_{}~ .txt", p + "-x", p + "naïve/ж.go"]).ToBytes(),
        ["no-prefix"] = p => new CraftedZip().AddAll([p + "a", "a"]).ToBytes(),
        ["other-case-prefix"] = p => new CraftedZip().Add(p.ToUpperInvariant() + "a").ToBytes(),
        ["bad-character"] = p => new CraftedZip().Add(p + "a:b").ToBytes(),
        ["mark"] = p => new CraftedZip().Add(p + "e\u0301").ToBytes(),
        ["emoji"] = p => new CraftedZip().Add(p + "😀").ToBytes(),
        ["invalid-utf8"] = p => new CraftedZip().Add(new CraftedEntry([.. Encoding.UTF8.GetBytes(p), 0xff], [])).ToBytes(),
        ["climbing"] = p => new CraftedZip().Add(p + "../a").ToBytes(),
        ["not-clean"] = p => new CraftedZip().Add(p + "a/./b").ToBytes(),
        ["reserved"] = p => new CraftedZip().Add(p + "x/Con.txt").ToBytes(),
        ["trailing-dot"] = p => new CraftedZip().Add(p + "x.").ToBytes(),
        ["newline"] = p => new CraftedZip().Add(p + "a\nb").ToBytes(),
        ["duplicate"] = p => new CraftedZip().AddAll([p + "a", p + "a"]).ToBytes(),
        ["collision"] = p => new CraftedZip().AddAll([p + "README", p + "Readme"]).ToBytes(),
        ["kelvin"] = p => new CraftedZip().AddAll([p + "k", p + "\u212a"]).ToBytes(),
        ["long-s"] = p => new CraftedZip().AddAll([p + "ſ", p + "S"]).ToBytes(),
        ["folders-collide"] = p => new CraftedZip().AddAll([p + "a/b/c", p + "a/B/d"]).ToBytes(),
        ["file-and-folder"] = p => new CraftedZip().AddAll([p + "a", p + "a/b"]).ToBytes(),
        ["inner-go-mod"] = p => new CraftedZip().AddAll([p + "go.mod", p + "a/GO.mod"]).ToBytes(),
        ["go-mod-case"] = p => new CraftedZip().Add(p + "Go.mod").ToBytes(),
        ["go-mod-size"] = p => new CraftedZip().Add(new CraftedEntry(p + "go.mod", new byte[(16 << 20) + 1]) { Method = 8 }).ToBytes(),
        ["licence-size"] = p => new CraftedZip().Add(new CraftedEntry(p + "LICENSE", new byte[(16 << 20) + 1]) { Method = 8 }).ToBytes(),
        ["licence-at-limit"] = p => new CraftedZip().Add(new CraftedEntry(p + "LICENSE", new byte[16 << 20]) { Method = 8 }).ToBytes(),
        ["crc"] = p => new CraftedZip().Add(new CraftedEntry(p + "a", "text"u8.ToArray()) { Crc = 1 }).ToBytes(),
        ["descriptor-crc"] = p => new CraftedZip().Add(new CraftedEntry(p + "a", "text"u8.ToArray()) { Flags = 8, DescriptorCrc = 1 }).ToBytes(),
        ["too-long"] = p => new CraftedZip().Add(new CraftedEntry(p + "a", "text"u8.ToArray()) { DeclaredSize = 3 }).ToBytes(),
        ["too-short"] = p => new CraftedZip().Add(new CraftedEntry(p + "a", "text"u8.ToArray()) { DeclaredSize = 5 }).ToBytes(),
        ["cut-data"] = p => new CraftedZip().Add(Deflated(p + "a", 0) with { Data = Deflated(p + "a", 0).Data[..^1] }).ToBytes(),
        ["method"] = p => new CraftedZip().Add(new CraftedEntry(p + "a", "text"u8.ToArray()) { Method = 12, Data = [0] }).ToBytes(),
        ["no-local-header"] = p => new CraftedZip().Add(new CraftedEntry(p + "a", []) { LocalSignature = 1 }).ToBytes(),
        ["count"] = p => new CraftedZip { CountLie = 1 }.Add(p + "a").ToBytes(),
        ["cut"] = p => new CraftedZip().Add(p + "a").ToBytes()[..^1],
        ["html"] = _ => "<html>"u8.ToArray(),
    };

    /// <summary>What go 1.19 takes and we refuse, and why.</summary>
    private static readonly Dictionary<string, Func<string, byte[]>> Stricter = new(StringComparer.Ordinal)
    {
        // Later releases of Go refuse content of directories.
        ["directory-content"] = p => new CraftedZip().Add(p + "a/", "text").ToBytes(),

        // A zip bomb's shape.
        ["overlap"] = p => new CraftedZip().Add(p + "a", "text").Add(new CraftedEntry(p + "b", "text"u8.ToArray()) { DeclaredOffset = 0 }).ToBytes(),

        // Which of the two zips it is depends on who reads.
        ["two-zips"] = p => new CraftedZip { Comment = new CraftedZip().Add(p + "b").ToBytes() }.Add(p + "a").ToBytes(),
    };

    [Fact]
    public async Task The_go_command_takes_what_we_take_and_hashes_it_alike()
    {
        using var go = new GoCommand();
        var goMod = "module example.com/any\n"u8.ToArray();
        var zips = Zips.ToDictionary(static pair => pair.Key, static pair => pair.Value(Prefix(pair.Key)), StringComparer.Ordinal);
        foreach (var (name, zip) in zips)
        {
            go.Publish(Module(name), Version, goMod, zip);
        }

        var answers = await go.DownloadAsync(Zips.Keys.Select(static name => $"{Module(name)}@{Version}"), TestContext.Current.CancellationToken);

        Assert.Equal(Zips.Count, answers.Count);
        foreach (var (name, zip) in zips)
        {
            var answer = answers[Module(name)];
            var ours = Judge(name, zip, out var hash);
            Assert.True(IsRefused(answer) == ours is not null, $"{name}: go says {answer}, we say {ours ?? "fine"}");
            Assert.Equal(ModuleHash.HashGoMod(goMod).ToString(), answer.GetProperty("GoModSum").GetString());
            if (ours is null)
            {
                Assert.Equal(answer.GetProperty("Sum").GetString(), hash.ToString());
            }
        }
    }

    [Fact]
    public async Task Where_we_are_stricter_the_go_command_is_not()
    {
        using var go = new GoCommand();
        foreach (var (name, zip) in Stricter)
        {
            go.Publish(Module(name), Version, "module example.com/any\n"u8.ToArray(), zip(Prefix(name)));
            Assert.NotNull(Judge(name, zip(Prefix(name)), out _));
        }

        var answers = await go.DownloadAsync(Stricter.Keys.Select(static name => $"{Module(name)}@{Version}"), TestContext.Current.CancellationToken);

        // Newer releases of Go agree with us on some.
        Assert.Contains(answers.Values, static answer => !IsRefused(answer));
    }

    [Fact]
    public async Task The_go_command_takes_the_zips_that_we_make()
    {
        using var go = new GoCommand();
        var module = Module("made");
        var numbers = new Numbers(3);
        var files = new List<ModuleFile>();
        for (var i = 0; i < 300; i++)
        {
            var content = new byte[i % 20 == 0 ? i / 20 : numbers.Next(20_000)];
            numbers.Fill(content.AsSpan(content.Length / 2));
            files.Add(new ModuleFile($"{numbers.Next(9)}/ж{i}.go", content.Length, ModuleFileKind.Regular, () => new MemoryStream(content)));
        }

        using var output = new MemoryStream();
        var made = await ModuleZip.CreateAsync(
            output,
            ModulePath.Parse(module),
            ModuleVersion.Parse(Version),
            ModuleZip.Select(files, VendorRule.BeforeGo124),
            workers: 2,
            TestContext.Current.CancellationToken);
        go.Publish(module, Version, "module example.com/made\n"u8.ToArray(), output.ToArray());

        var answers = await go.DownloadAsync([$"{module}@{Version}"], TestContext.Current.CancellationToken);

        Assert.Equal(made.Hash.ToString(), answers[module].GetProperty("Sum").GetString());
        Assert.False(IsRefused(answers[module]));
    }

    private static string Module(string name) => $"example.com/{name}";

    private static string Prefix(string name) => $"{Module(name)}@{Version}/";

    private static bool IsRefused(JsonElement answer) => answer.TryGetProperty("Error", out _);

    private static string? Judge(string name, byte[] zip, out DirHash hash)
    {
        var check = ModuleZip.Check(new MemoryStream(zip), ModulePath.Parse(Module(name)), ModuleVersion.Parse(Version));
        var isHashed = ModuleHash.TryHashZip(new MemoryStream(zip), out hash, out var problem, TestContext.Current.CancellationToken);
        return check.IsValid ? isHashed ? null : problem!.ToString() : check.Problems[0].ToString();
    }

    private static CraftedEntry Deflated(string name, ushort flags) =>
        new(name, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 30_000)))) { Method = 8, Flags = flags };
}
