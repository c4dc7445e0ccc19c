namespace Sluice.Modules.SumDb;

/// <summary>What a <see cref="SumDbClient"/> remembers of one checksum database. Called concurrently.</summary>
public interface ISumDbState
{
    /// <summary>Reads something that was kept; null if it was not. It is checked again, so it may be damaged.</summary>
    /// <param name="path">As for <see cref="ISumDbRemote.ReadAsync"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<ReadOnlyMemory<byte>?> ReadCacheAsync(string path, CancellationToken cancellationToken);

    /// <summary>Keeps something that has proved right, in place of what is there. It need not succeed, but then must not throw.</summary>
    /// <param name="path">As for <see cref="ISumDbRemote.ReadAsync"/>.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    ValueTask WriteCacheAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads the signed tree head that was kept last; empty before the first. Who loses it can be shown another history without noticing.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<ReadOnlyMemory<byte>> ReadLatestAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a signed tree head, durably, if the one that is kept is still the expected one.</summary>
    /// <param name="expected">What was read; may be empty.</param>
    /// <param name="replacement">What to keep.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>False if another one was kept in between.</returns>
    ValueTask<bool> TryReplaceLatestAsync(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> replacement, CancellationToken cancellationToken);

    /// <summary>Takes down the proof that the database has shown two histories, before anybody gets to know it otherwise.</summary>
    /// <param name="evidence">The proof.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    ValueTask ReportForkAsync(ForkEvidence evidence, CancellationToken cancellationToken);
}
