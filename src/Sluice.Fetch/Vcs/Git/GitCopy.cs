namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// A bare repository of ours. A commit whose files are all there has a ref <c>refs/sluice/HASH</c>, which git writes when everything else is in
/// place: so a file's existence says that nothing needs to be fetched. Refs are never packed.
/// </summary>
internal sealed class GitCopy(string directory)
{
    private const string LocalRefs = "refs/sluice/";

    /// <summary>As the go command has it: content must not depend on when and how it is exported (https://go.dev/issue/27153).</summary>
    private const string Attributes = "* -export-subst -export-ignore\n";

    /// <summary>Its absolute path.</summary>
    public string Directory { get; } = directory;

    /// <summary>Whether it has been made.</summary>
    public bool Exists => File.Exists(HeadFile);

    /// <summary>Whether some commits lack their parents.</summary>
    public bool IsShallow => File.Exists(Path.Join(Directory, "shallow"));

    /// <summary>How much of a pack a running fetch has written.</summary>
    public long UnfinishedPackBytes
    {
        get
        {
            try
            {
                return UnfinishedPacks().Sum(file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);
            }
            catch (IOException)
            {
                // It has just become a pack.
                return 0;
            }
        }
    }

    private string HeadFile => Path.Join(Directory, "HEAD");

    private string Configuration => Path.Join(Directory, "config");

    /// <summary>The ref that marks a whole commit.</summary>
    public static string RefOf(string commitId) => LocalRefs + commitId;

    /// <summary>Whether a commit's files are all there.</summary>
    public bool Has(string commitId) => File.Exists(FileOf(commitId));

    /// <summary>Marks a commit as whole.</summary>
    public void Mark(string commitId) => Write(FileOf(commitId), commitId + "\n");

    /// <summary>Takes a mark away.</summary>
    public void Unmark(string commitId) => File.Delete(FileOf(commitId));

    /// <summary>Reads a note beside the repository; null when there is none.</summary>
    public string? ReadNote(string name)
    {
        var file = Path.Join(Directory, name);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    /// <summary>Writes a note beside the repository.</summary>
    public void WriteNote(string name, string text) => Write(Path.Join(Directory, name), text);

    /// <summary>
    /// Makes the repository if need be; one with hashes of the other kind is made anew. Faster than <c>git init</c> by a process and by the samples
    /// of hooks (https://git-scm.com/docs/gitrepository-layout).
    /// </summary>
    public void Prepare(bool isSha256)
    {
        if (Exists && File.ReadAllText(Configuration).Contains("sha256", StringComparison.OrdinalIgnoreCase) == isSha256)
        {
            return;
        }

        if (System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }

        foreach (var folder in (string[])["objects/info", "objects/pack", "refs/heads", "refs/tags", "info"])
        {
            System.IO.Directory.CreateDirectory(Path.Join(Directory, folder));
        }

        var format = isSha256 ? "\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectFormat = sha256\n" : "\trepositoryformatversion = 0\n\tbare = true\n";
        Write(Configuration, "[core]\n" + format);
        Write(Path.Join(Directory, "info", "attributes"), Attributes);
        Write(HeadFile, "ref: refs/heads/none\n");
    }

    /// <summary>Removes what a killed git left: its locks, and packs that did not become one. Only while nobody writes.</summary>
    public void RemoveLeftovers()
    {
        if (!Exists)
        {
            return;
        }

        var everywhere = new EnumerationOptions { RecurseSubdirectories = true };
        var leftovers = System.IO.Directory.EnumerateFiles(Directory, "*.lock")
            .Concat(System.IO.Directory.EnumerateFiles(Path.Join(Directory, "refs"), "*.lock", everywhere))
            .Concat(UnfinishedPacks())
            .Concat(System.IO.Directory.EnumerateFiles(Path.Join(Directory, "objects", "pack"), "*.lock"));
        foreach (var file in leftovers.ToList())
        {
            File.Delete(file);
        }
    }

    private IEnumerable<string> UnfinishedPacks() => System.IO.Directory.EnumerateFiles(Path.Join(Directory, "objects", "pack"), "*tmp_*");

    private static void Write(string file, string text)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = file + ".lock";
        File.WriteAllText(draft, text);
        File.Move(draft, file, overwrite: true);
    }

    private string FileOf(string commitId) => Path.Join(Directory, RefOf(commitId));
}
