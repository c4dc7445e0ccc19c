using System.Globalization;
using System.IO.Compression;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Programs;
using Sluice.Modules.Archives;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.Vcs.Fossil;

/// <summary>
/// A Fossil repository, as the go command has it: a clone in one file; a revision is whatever Fossil knows by that name. As there, tags are found when they
/// are asked for, and not listed.
/// </summary>
internal sealed class FossilRepository(VcsProgram fossil, LocalClone clone, string url) : ICodeRepository
{
    private const string Prefix = "prefix";

    /// <summary>Permission bits of a Unix file in a zip's external attributes, and those of a symbolic link (APPNOTE.TXT 4.4.15, stat(2)).</summary>
    private const int TypeMask = 0xF000;

    private const int LinkType = 0xA000;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RepositoryTag>> ListTagsAsync(FetchContext context, CancellationToken cancellationToken)
    {
        await RefreshAsync(context, cancellationToken);
        return [];
    }

    /// <inheritdoc/>
    public async Task<Commit> ResolveAsync(string revision, FetchContext context, CancellationToken cancellationToken)
    {
        if (!RevisionText.IsName(revision))
        {
            throw Unknown("this can name neither a tag nor a branch nor a commit");
        }

        await RefreshAsync(context, cancellationToken);
        var name = revision == "HEAD" ? "trunk" : revision;
        var result = await fossil.RunAsync(["info", "-R", clone.Location, name], RunOptions.Default, context, cancellationToken);
        var words = Encoding.UTF8.GetString(result.Output).Split('\n')
            .FirstOrDefault(line => line.StartsWith("hash:", StringComparison.Ordinal) || line.StartsWith("uuid:", StringComparison.Ordinal))
            ?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (result.ExitCode != 0
            || words is not [_, var hash, var date, var clock, "UTC"]
            || !RevisionText.IsHash(hash)
            || !DateTimeOffset.TryParse($"{date}T{clock}Z", CultureInfo.InvariantCulture, out var time))
        {
            throw Unknown(revision);
        }

        // Fossil does not say what it took the name for; as for the go command, one that looks like a version is a tag, and no other tags of the commit are known.
        var isTag = SemVer.IsValid(revision.AsSpan(revision.LastIndexOf('/') + 1));
        return new Commit(hash, hash[..12], time) { Ref = isTag ? "refs/tags/" + revision : revision == "HEAD" ? "HEAD" : "" };
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFileAsync(Commit commit, string path, long limitBytes, FetchContext context, CancellationToken cancellationToken)
    {
        if (!RevisionText.IsPath(path))
        {
            return null;
        }

        var result = await fossil.RunAsync(
            ["cat", "-R", clone.Location, "-r", commit.Id, "--", path], RunOptions.Default with { OutputLimitBytes = limitBytes }, context, cancellationToken);
        return result.ExitCode == 0 ? result.Output : null;
    }

    /// <inheritdoc/>
    public Task<bool> DescendsFromAsync(Commit commit, string tag, FetchContext context, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task<string?> FindRecentTagAsync(
        Commit commit, string prefix, Func<string, bool> isAllowed, FetchContext context, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    /// <remarks>The whole commit: the go command has Fossil choose the folder with <c>--include folder</c>, which matches no file in it.</remarks>
    public Task<SourceTree> ExportAsync(Commit commit, string folder, FetchContext context, CancellationToken cancellationToken) => CacheFaults.GuardAsync(async () =>
    {
        // Fossil makes the folders of its target, and cannot write to an absolute one: it runs where the file is to be.
        var name = $"export-{Guid.NewGuid():N}.zip";
        var file = Path.Join(clone.Folder.Directory, name);
        try
        {
            await fossil.RunOrFailAsync(
                ["zip", "-R", clone.Location, "--name", Prefix, "--", commit.Id, name], RunOptions.Default with { Directory = clone.Folder.Directory }, context, cancellationToken);
            var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.Open, Options = FileOptions.DeleteOnClose, Share = FileShare.Read | FileShare.Delete });
            var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            return new SourceTree(FilesOf(archive, folder.Length == 0 ? $"{Prefix}/" : $"{Prefix}/{folder}/"), archive.DisposeAsync);
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    });

    private static List<ModuleFile> FilesOf(ZipArchive archive, string prefix)
    {
        var files = new List<ModuleFile>();
        foreach (var entry in archive.Entries)
        {
            if (entry.FullName.StartsWith(prefix, StringComparison.Ordinal) && !entry.FullName.EndsWith('/'))
            {
                var isLink = ((entry.ExternalAttributes >> 16) & TypeMask) == LinkType;
                files.Add(new ModuleFile(entry.FullName[prefix.Length..], entry.Length, isLink ? ModuleFileKind.Symlink : ModuleFileKind.Regular, entry.Open));
            }
        }

        return files;
    }

    private Task RefreshAsync(FetchContext context, CancellationToken cancellationToken) => clone.RefreshAsync(
        draft => TalkAsync(["clone", "--once", "--admin-user", FossilLogin.User], [draft], context, cancellationToken),
        () => TalkAsync(["pull", "--once", "-R", clone.Location], [], context, cancellationToken),
        static () => Task.CompletedTask,
        cancellationToken);

    /// <summary>
    /// Runs a command that talks to the server. A password can only stand in the URL; that goes by standard input, and Fossil is told not to keep it. The reason of a
    /// failure is among the progress on standard output.
    /// </summary>
    private async Task TalkAsync(string[] command, string[] further, FetchContext context, CancellationToken cancellationToken)
    {
        string[] arguments = [.. command, "--args", "-", .. further];
        var options = RunOptions.Default with { Input = Encoding.UTF8.GetBytes(FossilLogin.UrlOf(url, fossil.Credential) + "\n") };
        var result = await fossil.RunAsync(arguments, options, context, cancellationToken);
        var errors = FossilLogin.ErrorsOf(result);
        if (result.ExitCode != 0 || errors.Length > 0)
        {
            throw fossil.Failed(result with { Errors = errors });
        }
    }

    private FaultException Unknown(string revision) => new(FaultCodes.UnknownRevision.At(fossil.Host, OneLine.Clean(revision)));
}
