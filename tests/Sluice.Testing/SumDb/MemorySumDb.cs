using System.Collections.Concurrent;
using System.Text;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;

namespace Sluice.Testing.SumDb;

/// <summary>A signing checksum database in memory, honest unless told otherwise.</summary>
/// <param name="signer">Its key.</param>
/// <param name="tileHeight">Height of its tiles.</param>
public sealed class MemorySumDb(INoteSigner signer, int tileHeight = 2) : ISumDbRemote
{
    private readonly Dictionary<string, long> _lookups = [];

    /// <summary>Its log.</summary>
    public MemoryLog Log { get; private init; } = new();

    /// <summary>What becomes of its answers on the way; null takes one away.</summary>
    public Func<string, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?> Transit { get; set; } = (_, content) => content;

    /// <summary>What was read, in order.</summary>
    public ConcurrentQueue<string> Reads { get; } = new();

    /// <summary>Whether partial tiles are gone once the complete one is there.</summary>
    public bool DropsOldPartialTiles { get; set; }

    /// <summary>Adds a module version with hashes made up from its name.</summary>
    public Task AddAsync(string path, string version) => AddAsync(path, version, TextOf(path, version));

    /// <summary>Adds a module version with the text of its record.</summary>
    public async Task AddAsync(string path, string version, string text)
    {
        var record = await Log.AppendAsync(Encoding.UTF8.GetBytes(text));
        _lookups.Add(LookupAnswer.PathOf(ModulePath.Parse(path), ModuleVersion.Parse(version)), record.Id);
    }

    /// <summary>A record's text with hashes made up.</summary>
    public static string TextOf(string path, string version) => $"{path} {version} {HashOf(path + version)}\n{path} {version}/go.mod {HashOf(path)}\n";

    /// <summary>A hash made up from a text.</summary>
    public static string HashOf(string text) => $"h1:{LogHash.OfRecord(Encoding.UTF8.GetBytes(text))}";

    /// <summary>A signed head of the tree over all records, or the first of them.</summary>
    public async Task<byte[]> SignedHeadAsync(long? size = null) =>
        SignedNote.Unsigned((await Log.HeadAsync(size ?? Log.Records.Count)).ToString()).Sign(signer);

    /// <summary>A database of the same key with the same records so far, which goes its own way.</summary>
    public MemorySumDb Fork()
    {
        var fork = new MemorySumDb(signer, tileHeight) { Log = Log.Copy() };
        foreach (var (path, id) in _lookups)
        {
            fork._lookups.Add(path, id);
        }

        return fork;
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        Reads.Enqueue(path);
        var content = await AnswerAsync(path, cancellationToken);
        return content is null ? null : Transit(path, content);
    }

    private async ValueTask<byte[]?> AnswerAsync(string path, CancellationToken cancellationToken)
    {
        if (_lookups.TryGetValue(path, out var id))
        {
            return LookupAnswer.Format(Log.Records[(int)id], await SignedHeadAsync());
        }

        var hasTile = TileCoordinate.TryParse(path, out var tile, out _) && tile.Height == tileHeight && tile.IsIn(Log.Records.Count);
        return !hasTile || (DropsOldPartialTiles && !tile.IsComplete && tile.Complete.IsIn(Log.Records.Count))
            ? null
            : await TileData.ReadAsync(tile, Log, cancellationToken);
    }
}
