using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Store.Tests;

/// <summary>Makes small module zips, checks the one rule that every name begins with MODULE@VERSION/, and computes their h1 hash.</summary>
internal static class ModuleZips
{
    public static byte[] Create(string path, string version, string content = "package m\n")
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry($"{path}@{version}/m.go").Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        return bytes.ToArray();
    }

    public static string? Verify(Stream zip, ModulePath path, ModuleVersion version)
    {
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        return archive.Entries.FirstOrDefault(entry => !entry.FullName.StartsWith($"{path}@{version}/", StringComparison.Ordinal)) is { } foreign
            ? $"{foreign.FullName}: outside of {path}@{version}/"
            : null;
    }

    public static string Hash(byte[] zip) => Hash(new MemoryStream(zip));

    /// <summary>golang.org/x/mod/sumdb/dirhash, Hash1.</summary>
    public static string Hash(Stream zip)
    {
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        var lines = new StringBuilder();
        foreach (var entry in archive.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            using var content = entry.Open();
            lines.Append(Convert.ToHexStringLower(SHA256.HashData(content))).Append("  ").Append(entry.FullName).Append('\n');
        }

        return "h1:" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }
}
