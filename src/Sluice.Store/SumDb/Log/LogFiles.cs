namespace Sluice.Store.SumDb.Log;

/// <summary>Where logs are, and the names of the files that others than the log itself look at.</summary>
public static class LogFiles
{
    /// <summary>The folder of all logs, below the data directory.</summary>
    public const string DirectoryName = ".sumlog";

    /// <summary>The signed head; there is one from the first moment on.</summary>
    public const string Head = "latest";

    /// <summary>The public key, as clients set it.</summary>
    public const string VerifierKey = "verifier";

    /// <summary>The secret key, sealed; not there when it is kept elsewhere.</summary>
    public const string SealedKey = "key";

    /// <summary>The folder of a log.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="name">The log's name, <c>host[/path]</c>; a slash becomes a plus, which no name has.</param>
    public static string FolderOf(string dataDirectory, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Path.Join(dataDirectory, DirectoryName, name.Replace('/', '+'));
    }

    /// <summary>The names of the logs of a data directory, in order.</summary>
    public static IReadOnlyList<string> Names(string dataDirectory)
    {
        var folder = new DirectoryInfo(Path.Join(dataDirectory, DirectoryName));
        return folder.Exists ? [.. folder.EnumerateDirectories().Where(log => log.Name[0] != '.').Select(log => log.Name.Replace('+', '/')).Order(StringComparer.Ordinal)] : [];
    }
}
