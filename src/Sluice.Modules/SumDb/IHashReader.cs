namespace Sluice.Modules.SumDb;

/// <summary>Reads stored hashes of a log; see <see cref="StoredHashIndex"/>.</summary>
public interface IHashReader
{
    /// <summary>Reads hashes. What this library asks for at once is in rising order: at most 120 places, or those of one tile.</summary>
    /// <param name="indexes">Places in storage.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>One hash for each place, in the same order.</returns>
    ValueTask<IReadOnlyList<LogHash>> ReadAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken);
}
