using Sluice.Modules.GoMod;

namespace Sluice.Cli.Graphs;

/// <summary>Reads files of the go command as values.</summary>
internal static class BoundedFile
{
    /// <summary>The file's bytes, at most <see cref="GoModLimits.MaxFileBytes"/>; null with the reason.</summary>
    public static byte[]? Read(string file, out string error)
    {
        error = "";
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > GoModLimits.MaxFileBytes)
            {
                error = $"longer than {GoModLimits.MaxFileBytes} bytes";
                return null;
            }

            var content = new byte[stream.Length];
            var read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return content[..read];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => "this file does not exist",
                UnauthorizedAccessException => "this is a directory, or may not be read",
                _ => $"this cannot be read ({exception.Message})",
            };
            return null;
        }
    }
}
