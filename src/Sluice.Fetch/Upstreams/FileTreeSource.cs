using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// A directory in GOPROXY layout: a go command's <c>GOMODCACHE/cache/download</c>, a copy of Sluice's store, or one made by hand. As for the
/// go command, what is not there does not exist; only a root that is missing, and a file that must not be read, leave the question
/// open. Symbolic links are followed. Names the root's last element only: no path of the server goes out.
/// </summary>
internal sealed class FileTreeSource : IModuleSource
{
    private readonly string _root;
    private readonly BodyLimits _limits;
    private readonly TimeProvider _time;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="url">A file URL without host, to an absolute path.</param>
    /// <param name="limits">Limits on sizes.</param>
    /// <param name="time">Times the attempts.</param>
    public FileTreeSource(Uri url, BodyLimits limits, TimeProvider time)
    {
        if (!url.IsFile || url.IsUnc || url.Host.Length > 0)
        {
            throw new ArgumentException("want a file URL without host", nameof(url));
        }

        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(url.LocalPath));
        _limits = limits;
        _time = time;
        Name = "file:" + Uri.EscapeDataString(Path.GetFileName(_root));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken) =>
        ReadAsync(artefact, context, async body =>
            new Document(await BodyIntake.ReadDocumentAsync(artefact, body, _limits, cancellationToken), Name));

    /// <inheritdoc/>
    public ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        ReadAsync(artefact, context, async body =>
            new ZipReceipt(Name, await BodyIntake.CopyZipAsync(body, sink, _limits.ZipBytes, cancellationToken)));

    private async ValueTask<Outcome<T>> ReadAsync<T>(Artefact artefact, FetchContext context, Func<FileBody, ValueTask<T>> take)
        where T : class
    {
        var clock = new AttemptClock(Name, context, _time);
        FileBody? body = null;
        Outcome<T> outcome;
        try
        {
            body = Open(artefact);
            clock.HeadersCame(null, []);
            outcome = await take(body);
        }
        catch (FaultException exception)
        {
            outcome = exception.Fault with { Source = Name };
        }
        finally
        {
            body?.Dispose();
        }

        clock.End(outcome.Fault, notModified: false, body?.ReceivedBytes ?? 0);
        return outcome;
    }

    private FileBody Open(Artefact artefact)
    {
        var file = Path.GetFullPath(Path.Combine(_root, artefact.ToRelativePath()));
        if (!file.StartsWith(Path.EndsInDirectorySeparator(_root) ? _root : _root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            // The grammar of paths and versions has no way to get here; were there one, nothing lies there.
            throw new FaultException(FaultCodes.NotFound.At());
        }

        try
        {
            if (Directory.Exists(file))
            {
                throw new FaultException(FaultCodes.NotFound.At(detail: "a directory is in its place"));
            }

            return new FileBody(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            var fault = Directory.Exists(_root) ? FaultCodes.NotFound.At() : FaultCodes.UpstreamFailed.At(detail: "the directory of the tree is not there");
            throw new FaultException(fault, exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            var why = exception is UnauthorizedAccessException ? "no permission to read the file" : "the file cannot be opened";
            throw new FaultException(FaultCodes.UpstreamFailed.At(detail: why), exception);
        }
    }
}
