using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Sluice.Core.Ports;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Documents in memory, bounded in bytes. Reading takes no lock. When the bound is passed, the entries unused for longest go, a quarter of
/// the bound at a time, so that the cost of choosing them is spread over many additions.
/// </summary>
internal sealed class DocumentMemory(long limitBytes)
{
    private readonly ConcurrentDictionary<Artefact, CachedDocument> _documents = new();
    private readonly Lock _trimming = new();
    private long _bytes;
    private int _epoch;

    public long Bytes => Interlocked.Read(ref _bytes);

    public int Count => _documents.Count;

    public bool TryGet(Artefact artefact, [NotNullWhen(true)] out CachedDocument? document)
    {
        if (!_documents.TryGetValue(artefact, out document))
        {
            return false;
        }

        document.Touch(Volatile.Read(ref _epoch));
        return true;
    }

    public void Set(CachedDocument document)
    {
        document.Touch(Interlocked.Increment(ref _epoch));

        // Either delegate may run several times when others write the same entry; the last run is the one that counts.
        CachedDocument? replaced = null;
        _documents.AddOrUpdate(
            document.Artefact,
            _ =>
            {
                replaced = null;
                return document;
            },
            (_, old) =>
            {
                replaced = old;
                return document;
            });
        var bytes = Interlocked.Add(ref _bytes, document.ChargeBytes - (replaced?.ChargeBytes ?? 0));
        if (bytes > limitBytes)
        {
            Trim();
        }
    }

    public void Remove(Artefact artefact)
    {
        if (_documents.TryRemove(artefact, out var removed))
        {
            Interlocked.Add(ref _bytes, -removed.ChargeBytes);
        }
    }

    private void Trim()
    {
        if (!_trimming.TryEnter())
        {
            return;
        }

        try
        {
            // Epochs wrap after 2^31 additions; the difference to the present one orders them even so.
            var now = Volatile.Read(ref _epoch);
            foreach (var (artefact, _) in _documents.ToArray().OrderByDescending(entry => unchecked(now - entry.Value.LastUsed)))
            {
                if (Bytes <= limitBytes - (limitBytes / 4))
                {
                    return;
                }

                Remove(artefact);
            }
        }
        finally
        {
            _trimming.Exit();
        }
    }
}
