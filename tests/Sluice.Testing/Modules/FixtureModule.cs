using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Sluice.Testing;

/// <summary>One version of a module in a <see cref="ModuleFixture"/>. Immutable; its zip is made when it is first asked for.</summary>
public sealed class FixtureModule
{
    /// <summary>The oldest time that a zip can hold: it keeps zips the same, byte for byte.</summary>
    private static readonly DateTimeOffset ZipTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lazy<byte[]> _zip;

    internal FixtureModule(string path, string version, byte[]? info, byte[]? goMod, IReadOnlyList<FixtureFile> files)
    {
        Path = path;
        Version = version;
        Info = info;
        GoMod = goMod;
        Files = files;
        Hash = ReadHash(info);
        _zip = new Lazy<byte[]>(MakeZip);
    }

    /// <summary>The module path, not escaped.</summary>
    public string Path { get; }

    /// <summary>The version, not escaped.</summary>
    public string Version { get; }

    /// <summary>The <c>.info</c>; null when the fixture has none, which upstream answers 404.</summary>
    public byte[]? Info { get; }

    /// <summary>The <c>.mod</c>; null when the fixture has none, which upstream answers 404.</summary>
    public byte[]? GoMod { get; }

    /// <summary>What is in the zip.</summary>
    public IReadOnlyList<FixtureFile> Files { get; }

    /// <summary>The commit hash that the <c>.info</c>'s <c>Short</c> gives, or the pseudo-version's; empty when there is none.</summary>
    public string Hash => field.Length > 0 || !IsPseudo ? field : Version[(Version.LastIndexOf('-') + 1)..];

    /// <summary>Whether the version is a pseudo-version, which lists leave out.</summary>
    public bool IsPseudo => System.Text.RegularExpressions.Regex.IsMatch(Version, @"^v[0-9]+\.(0\.0-|[0-9]+\.[0-9]+-([^+]*\.)?0\.)[0-9]{14}-[A-Za-z0-9]+(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$");

    /// <summary>The zip, the same bytes every time.</summary>
    public byte[] Zip => _zip.Value;

    private byte[] MakeZip()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Files)
            {
                // As in the go command's own fixture: a name that starts with a slash stands outside the module's folder.
                var name = file.Name.StartsWith('/') ? file.Name[1..] : $"{Path}@{Version}/{file.Name}";
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = ZipTime;
                using var stream = entry.Open();
                stream.Write(file.Bytes);
            }
        }

        return buffer.ToArray();
    }

    private static string ReadHash(byte[]? info)
    {
        if (info is null)
        {
            return "";
        }

        try
        {
            using var json = JsonDocument.Parse(info);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("Short", out var hash) ? hash.GetString() ?? "" : "";
        }
        catch (JsonException)
        {
            // Broken on purpose: the go command's fixture ignores it as well.
            return "";
        }
    }
}

/// <summary>A file of a fixture's zip.</summary>
/// <param name="Name">Its path below the module's folder; with a leading slash, its path in the zip.</param>
/// <param name="Bytes">Its content. Not to be changed.</param>
public sealed record FixtureFile(string Name, byte[] Bytes)
{
    /// <summary>A text file, in UTF-8.</summary>
    public static implicit operator FixtureFile((string Name, string Text) file) => new(file.Name, Encoding.UTF8.GetBytes(file.Text));
}
