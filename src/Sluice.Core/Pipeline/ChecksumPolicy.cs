namespace Sluice.Core.Pipeline;

/// <summary>What a version needs of the checksum database before it is kept. Content that the database contradicts is refused under the first two alike.</summary>
public enum ChecksumPolicy
{
    /// <summary>Compared when the database can tell; else kept, noted as unverified, and compared later.</summary>
    Prefer,

    /// <summary>Kept only when the database has vouched for it.</summary>
    Require,

    /// <summary>Not compared.</summary>
    Off,
}
