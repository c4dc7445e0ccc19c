using Sluice.Core.Faults;
using Sluice.Modules.Hashing;

namespace Sluice.Core.Pipeline;

/// <summary>What is said of a zip before it is kept.</summary>
/// <param name="Fault">Why it may not be kept; null when it may.</param>
/// <param name="Hash">Its hash, where somebody needed it; null else.</param>
public readonly record struct ZipVerdict(Fault? Fault, DirHash? Hash)
{
    /// <summary>A refusal.</summary>
    public static implicit operator ZipVerdict(Fault fault) => new(fault, null);
}
