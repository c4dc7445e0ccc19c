using System.Globalization;
using Sluice.Testing;

namespace Sluice.Server.Tests.SendFile;

/// <summary>Zips of chosen sizes, put into a store before the gateway starts. What is stored is served as it is: their bytes mean nothing.</summary>
internal static class BigModules
{
    /// <summary>More than the buffers of both ends of a loopback connection hold.</summary>
    public const int BigBytes = 30_000_000;

    /// <summary>Around the pieces of both ways: 64 KiB, 256 KiB and 1 MiB.</summary>
    public static int[] Sizes { get; } = [1, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 1_048_575, 1_048_576, 1_048_577, 2_097_153, BigBytes];

    public static string PathOf(int bytes) => string.Create(CultureInfo.InvariantCulture, $"/example.com/big/@v/v1.0.{bytes}.zip");

    public static string FileOf(TempDirectory directory, int bytes) => directory["data" + PathOf(bytes)];

    /// <summary>Writes a zip of every size.</summary>
    public static void Write(TempDirectory directory)
    {
        foreach (var size in Sizes)
        {
            var file = FileOf(directory, size);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, MakeBytes(size));
        }
    }

    /// <summary>The same bytes every time, and no two pieces alike.</summary>
    public static byte[] MakeBytes(int size)
    {
        var bytes = new byte[size];
#pragma warning disable RS0030 // A fixed seed.
        new Random(size).NextBytes(bytes);
#pragma warning restore RS0030
        return bytes;
    }

    /// <summary>Fails unless these are the bytes of the zip of this size, or of a part of it.</summary>
    public static void AssertSame(int size, byte[]? body, int offset = 0, int? count = null) =>
        Assert.True(MakeBytes(size).AsSpan(offset, count ?? size).SequenceEqual(body), $"{size} bytes from {offset}: {body?.Length} came");
}
