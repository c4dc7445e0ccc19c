using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Core.Ports;

/// <summary>A checksum database of our own: what is new in it, we put there. Safe to call concurrently, also by several processes.</summary>
public interface IChecksumLog : IChecksumDatabase
{
    /// <summary>
    /// Records a version when it is first seen. When the task ends the record is durable, signed for and given out. A version that is in the log stays
    /// as it is: compare the answer's hashes with those given.
    /// </summary>
    /// <param name="path">The module; one that <see cref="IChecksumDatabase.Covers"/> says yes to.</param>
    /// <param name="version">The version.</param>
    /// <param name="zip">The hash of its files.</param>
    /// <param name="goMod">The hash of its go.mod.</param>
    /// <param name="cancellationToken">Ends the wait; what was begun is finished.</param>
    /// <returns>What the log has of the version now.</returns>
    /// <exception cref="StoreException">It could not be kept. The log is as it was.</exception>
    ValueTask<ChecksumAnswer.Recorded> AppendAsync(ModulePath path, ModuleVersion version, DirHash zip, DirHash goMod, CancellationToken cancellationToken);
}
