using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Programs;
using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs.Subversion;

/// <summary>
/// A Subversion repository, as the go command has it: nothing is kept locally, a revision is a number, a date or the newest one. What is in the folder <c>tags</c>
/// is no version, unless it is a file, and cannot be fetched by name.
/// </summary>
internal sealed class SubversionRepository(VcsProgram svn, RepositoryFolder folder, string url) : ICodeRepository
{
    /// <summary>No such revision; nothing at this place in it; no revision at all.</summary>
    private static readonly string[] UnknownRevision = ["E160006", "E195012", "E205000"];

    /// <summary>Nothing at this path or below a file, or nothing in this revision; a folder; the sum of such warnings. Anything else leaves open whether there is a file.</summary>
    private static readonly string[] NoFile = ["160013", "160016", "160017", "195012", "195007", "E200009"];

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RepositoryTag>> ListTagsAsync(FetchContext context, CancellationToken cancellationToken)
    {
        var root = url.EndsWith("/trunk", StringComparison.Ordinal) ? url[..^"/trunk".Length] : url;
        var result = await RunAsync(["list"], ["--", $"{root}/tags"], RunOptions.Default, context, cancellationToken);
        if (result.ExitCode != 0)
        {
            // A repository need not have such a folder; whether it is there at all shows the next question.
            await ResolveAsync("HEAD", context, cancellationToken);
            return [];
        }

        // With their slash, as svn writes them: the go command takes it for a part of the name, so that no folder is ever a version.
        var names = Encoding.UTF8.GetString(result.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. names.Select(name => new RepositoryTag(name, ""))];
    }

    /// <inheritdoc/>
    public async Task<Commit> ResolveAsync(string revision, FetchContext context, CancellationToken cancellationToken)
    {
        if (!RevisionText.IsRevisionOfSubversion(revision))
        {
            throw Unknown(revision);
        }

        var result = await RunAsync(["log", "-l", "1", "--xml"], ["--", $"{url}@{revision}"], RunOptions.Default, context, cancellationToken);
        if (result.ExitCode != 0)
        {
            var isUnknown = UnknownRevision.Any(code => result.Errors.Contains(code, StringComparison.Ordinal));
            throw isUnknown ? Unknown(revision) : svn.Failed(result);
        }

        var entry = Parse(result.Output)?.Element("logentry");
        if (entry is null
            || !long.TryParse((string?)entry.Attribute("revision"), CultureInfo.InvariantCulture, out var number)
            || !DateTimeOffset.TryParse((string?)entry.Element("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            throw Unknown(revision);
        }

        return new Commit(
            number.ToString(CultureInfo.InvariantCulture), number.ToString("D12", CultureInfo.InvariantCulture), time.ToUniversalTime())
        { Ref = revision == "HEAD" ? "HEAD" : "" };
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFileAsync(Commit commit, string path, long limitBytes, FetchContext context, CancellationToken cancellationToken)
    {
        if (!RevisionText.IsPath(path))
        {
            return null;
        }

        var result = await RunAsync(["cat"], ["--", $"{url}/{UrlPath.Escape(path)}@{commit.Id}"], RunOptions.Default with { OutputLimitBytes = limitBytes }, context, cancellationToken);
        if (result.ExitCode == 0)
        {
            return result.Output;
        }

        return NoFile.Any(code => result.Errors.Contains(code, StringComparison.Ordinal)) ? null : throw svn.Failed(result);
    }

    /// <inheritdoc/>
    public Task<bool> DescendsFromAsync(Commit commit, string tag, FetchContext context, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task<string?> FindRecentTagAsync(
        Commit commit, string prefix, Func<string, bool> isAllowed, FetchContext context, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task<SourceTree> ExportAsync(Commit commit, string inside, FetchContext context, CancellationToken cancellationToken) => CacheFaults.GuardAsync(async () =>
    {
        var source = inside.Length == 0 ? url : $"{url}/{UrlPath.Escape(inside)}";
        var listed = await RunAsync(
            ["list", "--xml", "--recursive", "-r", commit.Id], ["--", $"{source}@{commit.Id}"], RunOptions.Default with { OutputLimitBytes = 256L << 20 }, context, cancellationToken);
        var names = listed.ExitCode == 0 ? FilesOf(listed.Output) : throw svn.Failed(listed);
        Directory.CreateDirectory(folder.Directory);
        var target = Path.Join(folder.Directory, $"export-{Guid.NewGuid():N}");
        try
        {
            string[] flags = ["export", "--quiet", "--native-eol", "LF", "--ignore-externals", "--ignore-keywords", "-r", commit.Id];
            var exported = await RunAsync(flags, ["--", $"{source}@{commit.Id}", target], RunOptions.Default, context, cancellationToken);
            return exported.ExitCode == 0
                ? new SourceTree([.. names.Select(name => FileOf(target, name))], () =>
                {
                    Delete(target);
                    return ValueTask.CompletedTask;
                })
                : throw svn.Failed(exported);
        }
        catch
        {
            Delete(target);
            throw;
        }
    });

    /// <summary>A symbolic link is left out, whatever it leads to: the go command would read what it points at, in the export or beside it.</summary>
    private static ModuleFile FileOf(string target, string name)
    {
        var file = new FileInfo(Path.Join(target, name));
        var kind = file.LinkTarget is not null ? ModuleFileKind.Symlink : file.Exists ? ModuleFileKind.Regular : ModuleFileKind.Irregular;
        return new ModuleFile(name, kind == ModuleFileKind.Regular ? file.Length : 0, kind, file.OpenRead);
    }

    private static List<string> FilesOf(byte[] output) =>
    [
        .. Parse(output)?.Descendants("entry").Where(entry => (string?)entry.Attribute("kind") == "file").Select(entry => (string?)entry.Element("name") ?? "")
            .Where(name => name.Length > 0 && !name.Split('/').Contains("..") && name[0] != '/') ?? [],
    ];

    private static XElement? Parse(byte[] output)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(output), Safe);
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Runs a command that talks to the server; all do. A password goes by standard input.</summary>
    private Task<Commands.CommandResult> RunAsync(string[] command, string[] operands, RunOptions options, FetchContext context, CancellationToken cancellationToken)
    {
        string[] login = svn.Credential is not { } credential ? [] : ["--username", credential.Username, "--password-from-stdin"];
        string[] arguments = [.. command, "--non-interactive", "--no-auth-cache", "--config-dir", Path.Join(folder.Directory, "config"), .. login, .. operands];
        var input = svn.Credential is null ? default(ReadOnlyMemory<byte>) : Encoding.UTF8.GetBytes(svn.Credential.Password.Reveal() + "\n");
        return svn.RunAsync(arguments, options with { Input = input }, context, cancellationToken);
    }

    private FaultException Unknown(string revision) => new(FaultCodes.UnknownRevision.At(svn.Host, OneLine.Clean(revision)));
}
