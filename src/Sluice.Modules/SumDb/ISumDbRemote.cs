namespace Sluice.Modules.SumDb;

/// <summary>A checksum database as a <see cref="SumDbClient"/> reaches it, over a network or through a module proxy. Called concurrently.</summary>
public interface ISumDbRemote
{
    /// <summary>
    /// Reads what the database has at a path. Null, which is not the empty memory, if it says that there is nothing, and only then: exceptions of all other failures
    /// leave the client as they are.
    /// </summary>
    /// <param name="path"><c>lookup/MODULE@VERSION</c>, case-escaped, or a tile's path; below the database's URL, without a slash before it.</param>
    /// <param name="maxBytes">More is not read: an answer that is longer may be refused or cut off after one byte more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken);
}
