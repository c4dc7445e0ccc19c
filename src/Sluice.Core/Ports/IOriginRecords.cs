using Sluice.Core.Records;
using Sluice.Modules.Paths;

namespace Sluice.Core.Ports;

/// <summary>Keeps from which commit each version was made when it was first seen. Safe to call concurrently, also by several processes.</summary>
public interface IOriginRecords
{
    /// <summary>What is recorded of a version; null for nothing.</summary>
    /// <exception cref="StoreException">The records cannot be read.</exception>
    ValueTask<OriginRecord?> FindAsync(ModulePath path, string version, CancellationToken cancellationToken);

    /// <summary>Everything recorded of a module, in no order.</summary>
    /// <exception cref="StoreException">The records cannot be read.</exception>
    ValueTask<IReadOnlyList<OriginRecord>> OfModuleAsync(ModulePath path, CancellationToken cancellationToken);

    /// <summary>Records a version. One that is recorded already stays as it is: the first sight counts.</summary>
    /// <exception cref="StoreException">It could not be kept.</exception>
    ValueTask AddAsync(OriginRecord record, CancellationToken cancellationToken);

    /// <summary>Records that a version's origin is in another state than before, with the event for the audit trail, both or neither.</summary>
    /// <returns>Whether this call changed it: of several that find the same thing out, one reports it.</returns>
    /// <exception cref="StoreException">It could not be kept.</exception>
    ValueTask<bool> ChangeAsync(OriginRecord record, AuditEvent because, CancellationToken cancellationToken);
}
