namespace Sluice.Modules.SumDb;

/// <summary>Something of a checksum database is not to be believed. Integrity failures are not retried and what they are about is not kept.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="message">The same for a person, with names.</param>
public sealed class SumDbException(SumDbProblem problem, string message) : Exception(message)
{
    /// <summary>What is wrong.</summary>
    public SumDbProblem Problem { get; } = problem;
}
