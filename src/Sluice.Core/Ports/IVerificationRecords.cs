using Sluice.Core.Records;
using Sluice.Modules.Paths;

namespace Sluice.Core.Ports;

/// <summary>
/// Keeps which versions are in the store without having been compared with a checksum database, and the audit trail. Safe to call concurrently,
/// also by several processes.
/// </summary>
public interface IVerificationRecords
{
    /// <summary>Notes a version that is about to be kept unverified. One that is noted already stays as it is.</summary>
    /// <exception cref="StoreException">It could not be kept.</exception>
    ValueTask AddUnverifiedAsync(UnverifiedVersion version, CancellationToken cancellationToken);

    /// <summary>Unverified versions whose next try is due, the longest due first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="max">Most versions, 1 or more.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="StoreException">The records cannot be read.</exception>
    ValueTask<IReadOnlyList<UnverifiedVersion>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>Puts off the next try.</summary>
    /// <exception cref="StoreException">It could not be kept.</exception>
    ValueTask PostponeAsync(UnverifiedVersion version, CancellationToken cancellationToken);

    /// <summary>Forgets a version: it is verified, or no longer kept.</summary>
    /// <exception cref="StoreException">It could not be kept.</exception>
    ValueTask RemoveUnverifiedAsync(ModulePath path, string version, CancellationToken cancellationToken);

    /// <summary>Adds to the audit trail.</summary>
    /// <exception cref="StoreException">It could not be kept.</exception>
    ValueTask AuditAsync(AuditEvent happened, CancellationToken cancellationToken);
}
