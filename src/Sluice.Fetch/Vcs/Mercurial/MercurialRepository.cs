using System.Formats.Tar;
using System.Globalization;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Programs;
using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs.Mercurial;

/// <summary>
/// A Mercurial repository, as the go command has it: a clone without working copy; a revision is a tag, a branch, a bookmark or a hash. As there, nothing is known
/// of ancestry, so that pseudo-versions are those without a base.
/// </summary>
internal sealed class MercurialRepository(VcsProgram hg, LocalClone clone, string url) : ICodeRepository
{
    private const string Prefix = "prefix";
    private const string NamesTemplate = "{node}\\0";
    private const long MaxArchiveBytes = 4L << 30;

    /// <summary>Neither asks nor waits for ever, whatever the operator's ssh says.</summary>
    private static readonly string[] Common = ["--config", "ui.ssh=ssh -oBatchMode=yes -oConnectTimeout=20"];

    private Names _names = new([], []);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RepositoryTag>> ListTagsAsync(FetchContext context, CancellationToken cancellationToken)
    {
        await RefreshAsync(context, cancellationToken);
        return [.. _names.Tags.Select(tag => new RepositoryTag(tag.Key, tag.Value))];
    }

    /// <inheritdoc/>
    public async Task<Commit> ResolveAsync(string revision, FetchContext context, CancellationToken cancellationToken)
    {
        if (!RevisionText.IsName(revision))
        {
            throw Unknown("this can name neither a tag nor a branch nor a commit");
        }

        await RefreshAsync(context, cancellationToken);
        var (expression, reference) = Find(revision);
        string[] arguments = ["log", "-l", "1", "-r", expression, "-T", "{node}\\0{date|hgdate}"];
        var result = await hg.RunAsync(arguments, Here, context, cancellationToken);
        var fields = Encoding.ASCII.GetString(result.Output).Split('\0', ' ');
        if (result.ExitCode != 0 || fields.Length < 2 || !long.TryParse(fields[1], CultureInfo.InvariantCulture, out var seconds))
        {
            throw Unknown(revision);
        }

        var tags = _names.Tags.Where(tag => tag.Value == fields[0]).Select(tag => tag.Key).Order(StringComparer.Ordinal);
        return new Commit(fields[0], fields[0][..12], DateTimeOffset.FromUnixTimeSeconds(seconds)) { Tags = [.. tags], Ref = reference };
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFileAsync(Commit commit, string path, long limitBytes, FetchContext context, CancellationToken cancellationToken)
    {
        if (!RevisionText.IsPath(path))
        {
            return null;
        }

        // The name comes first, since a folder would give all its files.
        var name = Encoding.UTF8.GetBytes(path + "\0");
        string[] arguments = ["cat", "-r", commit.Id, "-T", "{path}\\0{data}", "--", "path:" + path];
        var result = await hg.RunAsync(arguments, Here with { OutputLimitBytes = limitBytes + name.Length }, context, cancellationToken);
        return result.ExitCode == 0 && result.Output.AsSpan().StartsWith(name) ? result.Output[name.Length..] : null;
    }

    /// <inheritdoc/>
    public Task<bool> DescendsFromAsync(Commit commit, string tag, FetchContext context, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task<string?> FindRecentTagAsync(
        Commit commit, string prefix, Func<string, bool> isAllowed, FetchContext context, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task<SourceTree> ExportAsync(Commit commit, string folder, FetchContext context, CancellationToken cancellationToken) => CacheFaults.GuardAsync(async () =>
    {
        var spool = clone.Folder.OpenSpool();
        try
        {
            string[] inside = folder.Length == 0 ? [] : ["-I", "path:" + folder];
            string[] arguments = ["archive", "-t", "tar", "--no-decode", "-r", commit.Id, "--prefix", Prefix, .. inside, "--", "-"];
            await hg.RunOrFailAsync(arguments, Here with { Output = spool, OutputLimitBytes = MaxArchiveBytes }, context, cancellationToken);
            await spool.FlushAsync(cancellationToken);
            spool.Position = 0;
            return new SourceTree(await ReadAsync(spool, folder.Length == 0 ? $"{Prefix}/" : $"{Prefix}/{folder}/", cancellationToken), spool.DisposeAsync);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    });

    private RunOptions Here => RunOptions.Default with { Directory = clone.Location };

    private static async Task<List<ModuleFile>> ReadAsync(FileStream spool, string prefix, CancellationToken cancellationToken)
    {
        var files = new List<ModuleFile>();
        await using var reader = new TarReader(spool, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (!entry.Name.StartsWith(prefix, StringComparison.Ordinal) || entry.EntryType is TarEntryType.Directory)
            {
                continue;
            }

            var (offset, length) = (entry.DataOffset, entry.Length);
            var kind = entry.EntryType is TarEntryType.SymbolicLink ? ModuleFileKind.Symlink : ModuleFileKind.Regular;
            files.Add(new ModuleFile(entry.Name[prefix.Length..], length, kind, () => new FileSlice(spool.SafeFileHandle, offset, length)));
        }

        return files;
    }

    private (string Expression, string Reference) Find(string revision)
    {
        if (revision is "HEAD" or "tip")
        {
            return ("tip", "HEAD");
        }

        if (_names.Tags.TryGetValue(revision, out var tagged))
        {
            return (tagged, "refs/tags/" + revision);
        }

        if (_names.Heads.TryGetValue(revision, out var head))
        {
            return (head, "refs/heads/" + revision);
        }

        return RevisionText.IsHashOfMercurial(revision) ? ($"id({revision})", "") : throw Unknown(revision);
    }

    private Task RefreshAsync(FetchContext context, CancellationToken cancellationToken) => clone.RefreshAsync(
        draft => TalkAsync(["clone", "--noupdate", .. Common, "--", url, draft], null, context, cancellationToken),
        () => TalkAsync(["pull", "-f", .. Common, "--", url], clone.Location, context, cancellationToken),
        () => ReadNamesAsync(context, cancellationToken),
        cancellationToken);

    /// <summary>Runs a command that talks to the server. A password goes by a file that only we can read, and that is gone afterwards.</summary>
    private async Task TalkAsync(string[] arguments, string? directory, FetchContext context, CancellationToken cancellationToken)
    {
        var options = RunOptions.Default with { Directory = directory };
        if (hg.Credential is not { } credential)
        {
            await hg.RunOrFailAsync(arguments, options, context, cancellationToken);
            return;
        }

        var file = Path.Join(clone.Folder.Directory, $"login-{Guid.NewGuid():N}");
        try
        {
            await WriteLoginAsync(file, credential, cancellationToken);
            await hg.RunOrFailAsync(arguments, options with { Variables = new Dictionary<string, string> { ["HGRCPATH"] = file } }, context, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task WriteLoginAsync(string file, Credential credential, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(file, options);
        var text = $"[auth]\na.prefix = {new Uri(url).GetLeftPart(UriPartial.Authority)}\na.username = {credential.Username}\na.password = {credential.Password.Reveal()}\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    private async Task ReadNamesAsync(FetchContext context, CancellationToken cancellationToken)
    {
        var tags = await ReadNamesAsync(["tags", "-T", $"{{tag}}\\0{NamesTemplate}"], context, cancellationToken);
        tags.Remove("tip");
        var heads = await ReadNamesAsync(["bookmarks", "-T", $"{{bookmark}}\\0{NamesTemplate}"], context, cancellationToken);
        foreach (var (name, node) in await ReadNamesAsync(["branches", "-c", "-T", $"{{branch}}\\0{NamesTemplate}"], context, cancellationToken))
        {
            heads.TryAdd(name, node);
        }

        _names = new Names(tags, heads);
    }

    private async Task<Dictionary<string, string>> ReadNamesAsync(string[] arguments, FetchContext context, CancellationToken cancellationToken)
    {
        var output = await hg.RunOrFailAsync(arguments, Here, context, cancellationToken);
        var fields = Encoding.UTF8.GetString(output).Split('\0');
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            names.TryAdd(fields[i], fields[i + 1]);
        }

        return names;
    }

    private FaultException Unknown(string revision) => new(FaultCodes.UnknownRevision.At(hg.Host, OneLine.Clean(revision)));

    private sealed record Names(Dictionary<string, string> Tags, Dictionary<string, string> Heads);
}
