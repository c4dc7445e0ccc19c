using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Server.Configuration;

/// <summary>Reads the text files that a configuration names: bounded, and every failure in words.</summary>
internal static class SmallFile
{
    /// <summary>Most bytes of a configuration, secret or PEM file. The largest that is real, a bundle of all public authorities, has 0.2 MB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads a file whole. The error starts with the path.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out string? content, [NotNullWhen(false)] out string? error)
    {
        content = null;
        error = null;
        try
        {
            content = Read(path);
            error = content is null ? $"{path} is larger than {SizeText.Format(MaxBytes)}" : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            error = $"{path} does not exist";
        }
        catch (UnauthorizedAccessException)
        {
            error = Directory.Exists(path) ? $"{path} is a directory" : $"{path} may not be read by this user";
        }
        catch (DecoderFallbackException)
        {
            error = $"{path} is not UTF-8";
        }
        catch (IOException e)
        {
            error = $"{path} cannot be read ({e.Message})";
        }

        return content is not null;
    }

    private static string? Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            if (bytes.Length + read > MaxBytes)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        var content = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        return content.StartsWith('\uFEFF') ? content[1..] : content;
    }
}
