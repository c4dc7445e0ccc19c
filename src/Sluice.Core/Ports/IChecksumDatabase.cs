using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Core.Ports;

/// <summary>Tells which hashes a module version has in a log that cannot be changed unseen. Safe to call concurrently.</summary>
public interface IChecksumDatabase
{
    /// <summary>Whether the database may be asked about a module. One that it may not be asked about is never mentioned to it.</summary>
    bool Covers(ModulePath path);

    /// <summary>
    /// Finds the hashes of a version. Expected failures are values; what throws is cancellation, <see cref="StoreException"/> and bugs.
    /// </summary>
    /// <param name="path">The module.</param>
    /// <param name="version">The version.</param>
    /// <param name="context">For the steps on the way.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    ValueTask<ChecksumAnswer> FindAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken);
}
