using Sluice.Core.Ports;

namespace Sluice.Store.Verify;

/// <summary>How a store is verified.</summary>
public sealed record VerificationOptions
{
    /// <summary>Artefacts checked at once. Default: the number of processors, 1 to 256.</summary>
    public int MaxParallel { get; init; } = Environment.ProcessorCount;

    /// <summary>Problems listed in the result; more are only counted. Default 1000, 0 or more.</summary>
    public int MaxProblems { get; init; } = 1000;

    /// <summary>Whether a zip without a recorded hash gets one. Default true.</summary>
    public bool WriteMissingHashes { get; init; } = true;
}

/// <summary>What a verification has done so far.</summary>
/// <param name="Artefacts">Artefacts checked.</param>
/// <param name="SizeBytes">Their bytes.</param>
/// <param name="Problems">Problems found.</param>
public readonly record struct VerificationProgress(int Artefacts, long SizeBytes, int Problems);

/// <summary>What a verification found.</summary>
/// <param name="Artefacts">Artefacts checked.</param>
/// <param name="SizeBytes">Their bytes.</param>
/// <param name="HashesWritten">Hashes that were missing and are recorded now.</param>
/// <param name="ProblemCount">How many problems there are.</param>
/// <param name="Problems">The first of them.</param>
public sealed record VerificationResult(
    int Artefacts, long SizeBytes, int HashesWritten, int ProblemCount, IReadOnlyList<VerificationProblem> Problems)
{
    /// <summary>Zips and go.mods that a checksum database vouches for.</summary>
    public int VouchedFor { get; init; }

    /// <summary>Zips and go.mods that a checksum database should vouch for, and could not now.</summary>
    public int Unverified { get; init; }
}

/// <summary>Something kept that is not what it should be.</summary>
/// <param name="Artefact">What it is.</param>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Text">The same for people, one line.</param>
public sealed record VerificationProblem(Artefact Artefact, VerificationProblemKind Kind, string Text);

/// <summary>What can be wrong with something kept.</summary>
public enum VerificationProblemKind
{
    /// <summary>The store cannot read it, so it could not be checked.</summary>
    Unreadable,

    /// <summary>It is no <c>.info</c>, list or go.mod.</summary>
    Malformed,

    /// <summary>The <c>.info</c> of a version names another one.</summary>
    WrongVersion,

    /// <summary>The zip breaks the rules for module zips.</summary>
    IllegalZip,

    /// <summary>A checksum database has another hash of it.</summary>
    ContradictsLog,

    /// <summary>The checksum database's answer about it does not prove right.</summary>
    LogUntrusted,

    /// <summary>The zip's content is not the one whose hash was recorded.</summary>
    WrongHash,
}
