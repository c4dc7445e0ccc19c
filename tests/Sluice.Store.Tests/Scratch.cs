namespace Sluice.Store.Tests;

/// <summary>A directory of one test, deleted after it.</summary>
internal sealed class Scratch : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("sluice-store-").FullName;

    public string this[string relative] => Path.Combine(Directory, relative);

    public string Write(string relative, ReadOnlySpan<byte> bytes)
    {
        var path = this[relative];
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Write(string relative, string text) => Write(relative, System.Text.Encoding.UTF8.GetBytes(text));

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
