using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Fetch.SumDb;
using Sluice.Modules.Hashing;
using Sluice.Modules.SumDb;
using Sluice.Testing;
using Sluice.Testing.SumDb;

namespace Sluice.Lab.Servers;

/// <summary>The modules of the lab and the checksum database that signs them. The same in every process that has the key's file.</summary>
internal sealed class LabModules
{
    private const int BigBytes = 2 * 1024 * 1024;

    private LabModules(Ed25519NoteSigner signer) => SumDb = new MemorySumDb(signer, SumDbClient.DefaultTileHeight);

    /// <summary>Modules whose repository lies elsewhere, by the tag on the page of their host.</summary>
    public static readonly IReadOnlyDictionary<string, string> Elsewhere = new Dictionary<string, string>
    {
        ["go.example.org/kit"] = "github.com/acme/kit",
        ["rsc.io/quote"] = "github.com/rsc/quote",
    };

    /// <summary>What everybody may have.</summary>
    public ModuleFixture Public { get; } = new();

    /// <summary>What only the company has.</summary>
    public ModuleFixture Private { get; } = new();

    /// <summary>What the repository has where that differs from what was published: a tag that was moved.</summary>
    public ModuleFixture Moved { get; } = new();

    /// <summary>The checksum database.</summary>
    public MemorySumDb SumDb { get; private set; }

    /// <summary>A database of the same key that went its own way.</summary>
    public MemorySumDb ForkedSumDb { get; private set; } = null!;

    /// <summary>The database's key, as GOSUMDB names it.</summary>
    public string Key { get; private init; } = "";

    /// <summary>The database with the signature of a key that nobody knows.</summary>
    public MemorySumDb ForgedSumDb { get; private set; } = null!;

    /// <summary>Makes the modules and loads the key; makes it first where there is none.</summary>
    public static async Task<LabModules> CreateAsync(string keyFile, CancellationToken cancellationToken)
    {
        if (!File.Exists(keyFile))
        {
            await File.WriteAllTextAsync(keyFile, NewKey().Reveal(), cancellationToken);
        }

        var signer = Ed25519NoteSigner.Parse(await File.ReadAllTextAsync(keyFile, cancellationToken));
        var modules = new LabModules(signer) { Key = signer.PublicKey.ToString() };
        modules.Fill();
        var forged = new MemorySumDb(Ed25519NoteSigner.Parse(NewKey().Reveal()), SumDbClient.DefaultTileHeight);
        foreach (var module in modules.Public.Modules.Where(module => module.Path != "github.com/acme/late"))
        {
            await modules.SumDb.AddAsync(module.Path, module.Version, RecordOf(module, cancellationToken));
            await forged.AddAsync(module.Path, module.Version, RecordOf(module, cancellationToken));
        }

        modules.ForgedSumDb = forged;
        modules.ForkedSumDb = modules.SumDb.Fork();
        await modules.SumDb.AddAsync("github.com/acme/never-published", "v1.0.0");
        await modules.ForkedSumDb.AddAsync("github.com/acme/another-history", "v1.0.0");
        await modules.ForkedSumDb.AddAsync("github.com/acme/another-history", "v1.0.1");
        return modules;
    }

    /// <summary>The two lines of go.sum for a version.</summary>
    /// <exception cref="FormatException">The lab has no such version.</exception>
    public string GoSumOf(string module, string version) =>
        (Public.Find(module, version) ?? Private.Find(module, version)) is { } found ? RecordOf(found, CancellationToken.None) : throw new FormatException($"the lab has no {module}@{version}");

    private static NoteSignerKey NewKey() => Ed25519NoteSigner.NewKey("sum.golang.org", RandomNumberGenerator.GetBytes(NoteKeys.KeyBytes));

    private static string RecordOf(FixtureModule module, CancellationToken cancellationToken)
    {
        using var zip = new MemoryStream(module.Zip);
        return ModuleHash.TryHashZip(zip, out var hash, out var problem, cancellationToken)
            ? $"{module.Path} {module.Version} {hash}\n{module.Path} {module.Version}/go.mod {ModuleHash.HashGoMod(module.GoMod!)}\n"
            : throw new LabException($"{module.Path}: {problem}");
    }

    private void Fill()
    {
        Add(Public, "github.com/acme/hello", "v1.0.0", "package hello\n\n// Word is a word.\nconst Word = \"hello\"\n");
        Add(Public, "github.com/acme/hello", "v1.1.0", "package hello\n\n// Word is a word.\nconst Word = \"hello, hello\"\n");
        Add(Public, "github.com/acme/moved", "v1.0.0", "package moved\n\nconst Word = \"as published\"\n");
        Add(Moved, "github.com/acme/moved", "v1.0.0", "package moved\n\nconst Word = \"moved afterwards\"\n");
        Add(Public, "github.com/acme/late", "v0.1.0", "package late\n");
        // What the doctor asks mirrors for when it has no better module.
        Add(Public, "rsc.io/quote", "v1.5.2", "package quote\n");
        Add(Public, "go.example.org/kit", "v0.3.0", "package kit\n");
        Public.Add("github.com/acme/renamed", "v1.0.0", ("go.mod", "module github.com/acme/newname\n\ngo 1.19\n"), ("x.go", "package newname\n"));
        Public.Add("github.com/acme/big", "v1.0.0", ("go.mod", GoMod("github.com/acme/big")), ("big.go", "package big\n"), new FixtureFile("data.bin", Noise()));
        Add(Private, "git.corp.example/team/lib", "v1.0.0", "package lib\n\nconst Secret = true\n");
        Add(Private, "git.corp.example/open/tool", "v1.0.0", "package tool\n");
    }

    private static void Add(ModuleFixture fixture, string path, string version, string source) =>
        fixture.Add(path, version, ("go.mod", GoMod(path)), (path[(path.LastIndexOf('/') + 1)..] + ".go", source));

    private static string GoMod(string path) => string.Create(CultureInfo.InvariantCulture, $"module {path}\n\ngo 1.19\n");

    /// <summary>Bytes that do not compress, the same every time.</summary>
    private static byte[] Noise()
    {
        var noise = new byte[BigBytes];
        for (var at = 0; at < noise.Length; at += SHA256.HashSizeInBytes)
        {
            SHA256.HashData(Encoding.ASCII.GetBytes(at.ToString(CultureInfo.InvariantCulture))).CopyTo(noise, at);
        }

        return noise;
    }
}
