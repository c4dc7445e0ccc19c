using System.Text;

namespace Sluice.Cli.Diagnosing;

/// <summary>Writes a result to a file: whole, or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Writes text, UTF-8.</summary>
    /// <returns>False after saying why it cannot be written.</returns>
    public static bool Write(CliContext context, string file, Action<TextWriter> write) => WriteBytes(context, file, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <summary>Writes bytes.</summary>
    /// <returns>False after saying why they cannot be written.</returns>
    public static bool WriteBytes(CliContext context, string file, Action<Stream> write)
    {
        var path = Path.GetFullPath(file, context.WorkingDirectory);
        var draft = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
            }

            File.Move(draft, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            context.Complain($"{file}: this cannot be written ({exception.Message})");
            return false;
        }
    }
}
