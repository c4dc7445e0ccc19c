namespace Sluice.Testing;

/// <summary>A new directory that goes away with its content when it is disposed, read-only folders of a module cache included.</summary>
public sealed class TempDirectory : IDisposable
{
    /// <summary>Makes the directory below the system's place for temporary files.</summary>
    public TempDirectory() => FullName = Directory.CreateTempSubdirectory("sluice-test-").FullName;

    /// <summary>Its absolute path, without a slash at the end.</summary>
    public string FullName { get; }

    /// <summary>An absolute path inside.</summary>
    public string this[params string[] parts] => Path.Combine([FullName, .. parts]);

    /// <summary>Makes a folder inside and returns its absolute path.</summary>
    public string Folder(params string[] parts) => Directory.CreateDirectory(this[parts]).FullName;

    /// <summary>Writes a text file inside, with its folders, and returns its absolute path.</summary>
    public string Write(string relativePath, string text)
    {
        var file = this[relativePath];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Directory.Exists(FullName))
        {
            return;
        }

        if (!OperatingSystem.IsWindows())
        {
            MakeWritable(new DirectoryInfo(FullName));
        }

        Directory.Delete(FullName, recursive: true);
    }

    /// <inheritdoc/>
    public override string ToString() => FullName;

    private static void MakeWritable(DirectoryInfo directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        directory.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var child in directory.EnumerateDirectories().Where(child => child.LinkTarget is null))
        {
            MakeWritable(child);
        }
    }
}
