using System.IO.Compression;
using Sluice.Doctor.Evidence;

namespace Sluice.Cli.Diagnosing;

/// <summary>Reads evidence that was saved: the zip of <c>doctor bundle</c>, or the JSON document in it.</summary>
internal static class EvidenceFile
{
    /// <summary>The document's name in the zip.</summary>
    public const string EntryName = "evidence.json";

    /// <summary>The evidence; null after saying why there is none.</summary>
    public static EvidenceBundle? Read(CliContext context, string file)
    {
        var (bytes, problem) = ReadBytes(Path.GetFullPath(file, context.WorkingDirectory));
        EvidenceBundle? bundle = null;
        if (bytes is not null)
        {
            EvidenceJson.TryRead(bytes, out bundle, out problem);
        }

        if (bundle is null)
        {
            context.Complain($"{file}: {problem}");
        }

        return bundle;
    }

    private static (byte[]? Bytes, string? Problem) ReadBytes(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (!IsZip(file))
            {
                return file.Length > EvidenceJson.MaxBytes ? (null, TooLong) : (ReadAll(file), null);
            }

            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            if (zip.GetEntry(EntryName) is not { } entry)
            {
                return (null, $"a zip without {EntryName} is no evidence");
            }

            using var document = entry.Open();
            return ReadAll(document) is { } bytes ? (bytes, null) : (null, TooLong);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            return (null, exception is FileNotFoundException or DirectoryNotFoundException ? "this file does not exist" : $"this cannot be read ({exception.Message})");
        }
    }

    private static string TooLong => FormattableString.Invariant($"longer than {EvidenceJson.MaxBytes} bytes");

    private static bool IsZip(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        var isZip = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start.SequenceEqual("PK"u8);
        file.Position = 0;
        return isZip;
    }

    /// <summary>Everything; null when there is more than may be. What the zip says of its size counts for nothing.</summary>
    private static byte[]? ReadAll(Stream stream)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            all.Write(buffer, 0, count);
            if (all.Length > EvidenceJson.MaxBytes)
            {
                return null;
            }
        }

        return all.ToArray();
    }
}
