using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Store.Blobs;

namespace Sluice.Store.Quarantine;

/// <summary>
/// Quarantined content below <c>&lt;data&gt;/.quarantine</c>, which no URL reaches and no walk of the store enters. Each case is a directory,
/// <c>ESCAPED-PATH/@v/VERSION.zip-CASE/</c>, with <c>evidence.json</c> and <c>content</c>. The evidence is written last: a case without it is of a crash, and is written anew.
/// </summary>
/// <param name="dataDirectory">The data directory.</param>
/// <param name="maxContentBytes">Most bytes of content in all; of what comes beyond only the evidence is kept. 0 or more.</param>
public sealed class DiskQuarantine(string dataDirectory, long maxContentBytes = DiskQuarantine.DefaultMaxContentBytes) : IQuarantine
{
    /// <summary>Enough for two zips of the greatest size: an upstream that is wrong with everything must not fill the disk.</summary>
    public const long DefaultMaxContentBytes = 1L << 30;

    private const int CopyBytes = 128 * 1024;
    private const string EvidenceFile = "evidence.json";
    private const string ContentFile = "content";

    /// <summary>Texts of servers may stand in it; it is read by people, and never by a browser.</summary>
    private static readonly QuarantineJsonContext Json =
        new(new JsonSerializerOptions(QuarantineJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly SemaphoreSlim _turn = new(1);
    private readonly TemporaryFiles _temporary = new(dataDirectory);
    private readonly Publisher _publisher = new(dataDirectory);
    private long _contentBytes = -1;

    private string Root => Path.Join(dataDirectory, ".quarantine");

    /// <inheritdoc/>
    public async ValueTask<bool> AddAsync(QuarantineEvidence evidence, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(content);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var directory = DirectoryOf(evidence);
            if (File.Exists(Path.Join(directory, EvidenceFile)))
            {
                return false;
            }

            var kept = await TryKeepAsync(Path.Join(directory, ContentFile), content, cancellationToken) ? ContentFile : null;
            var text = JsonSerializer.SerializeToUtf8Bytes(QuarantineFile.Of(evidence, kept), Json.QuarantineFile);
            using var file = _temporary.Create();
            await RandomAccess.WriteAsync(file.Handle, text, 0, cancellationToken);
            _publisher.RenameDurably(file, Path.Join(directory, EvidenceFile));
            return true;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "keeping evidence in quarantine");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>One case: the same content of the same source.</summary>
    private string DirectoryOf(QuarantineEvidence evidence)
    {
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{evidence.Hash}\n{evidence.Source}\n{evidence.Database}"));
        return DiskLayout.PathOf(Root, evidence.Artefact) + "-" + Convert.ToHexStringLower(key.AsSpan(0, 8));
    }

    private async Task<bool> TryKeepAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        if (_contentBytes < 0)
        {
            _contentBytes = Directory.Exists(Root)
                ? new DirectoryInfo(Root).EnumerateFiles(ContentFile, SearchOption.AllDirectories).Sum(file => file.Length)
                : 0;
        }

        if (_contentBytes + content.Length > maxContentBytes)
        {
            return false;
        }

        using var file = _temporary.Create();
        var buffer = new byte[CopyBytes];
        var length = 0L;
        content.Position = 0;
        for (int count; (count = await content.ReadAsync(buffer, cancellationToken)) > 0; length += count)
        {
            await RandomAccess.WriteAsync(file.Handle, buffer.AsMemory(0, count), length, cancellationToken);
        }

        _publisher.RenameDurably(file, path);
        _contentBytes += length;
        return true;
    }
}
