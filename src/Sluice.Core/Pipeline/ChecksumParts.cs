using Sluice.Core.Ports;
using Sluice.Modules.Paths;

namespace Sluice.Core.Pipeline;

/// <summary>What the pipeline needs to compare content with checksum databases.</summary>
/// <param name="Oracle">Asks the public database.</param>
/// <param name="OwnLog">Our own log; null for none.</param>
/// <param name="FirstSight">Modules whose first sight counts for our own log; all others need the public database's word.</param>
/// <param name="Alarm">Told of contradictions.</param>
/// <param name="Records">Notes what is unverified.</param>
public sealed record ChecksumParts(ChecksumOracle Oracle, IChecksumLog? OwnLog, PathPatterns FirstSight, ChecksumAlarm Alarm, IVerificationRecords Records)
{
    /// <summary>The gate that these make.</summary>
    public ChecksumGate CreateGate(TimeProvider time) => new(this, time);
}
