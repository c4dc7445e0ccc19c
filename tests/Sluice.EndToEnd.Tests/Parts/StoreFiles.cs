using System.Text;

namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>What lies in a data directory, seen from outside.</summary>
internal static class StoreFiles
{
    private const string Temporary = ".tmp";

    /// <summary>Visible files by their path below the data directory, with slashes.</summary>
    public static Dictionary<string, string> Visible(string data) => Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories)
        .Select(file => (Path: Path.GetRelativePath(data, file), File: file))
        .Where(file => !file.Path.StartsWith(Temporary, StringComparison.Ordinal))
        .ToDictionary(file => file.Path, file => file.File);

    /// <summary>How many files are on their way, or were.</summary>
    public static int CountTemporary(string data) =>
        Directory.Exists(Path.Combine(data, Temporary)) ? Directory.EnumerateFileSystemEntries(Path.Combine(data, Temporary)).Count() : 0;

    /// <summary>Asserts that every visible file is, byte for byte, one of the expected ones, and returns their paths.</summary>
    public static HashSet<string> AssertWhole(string data, IReadOnlyDictionary<string, byte[]> expected)
    {
        var visible = Visible(data);
        foreach (var (path, file) in visible)
        {
            var bytes = File.ReadAllBytes(file);
            if (path.EndsWith(".ziphash", StringComparison.Ordinal))
            {
                Assert.True(expected.TryGetValue(path[..^".ziphash".Length] + ".zip", out var zip), $"{path} was never to be kept");
                Assert.Equal(Fixtures.HashOf(zip), Encoding.UTF8.GetString(bytes));
                continue;
            }

            Assert.True(expected.TryGetValue(path, out var wanted), $"{path} was never to be kept");
            Assert.True(bytes.AsSpan().SequenceEqual(wanted), $"{path}: {bytes.Length} bytes, other than the upstream's {wanted.Length}");
        }

        return [.. visible.Keys];
    }

    /// <summary>Copies a tree.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
