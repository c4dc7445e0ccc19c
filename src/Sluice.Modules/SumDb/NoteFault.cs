namespace Sluice.Modules.SumDb;

/// <summary>Why a note was not opened.</summary>
/// <param name="Problem">
/// <see cref="SumDbProblem.MalformedNote"/>, <see cref="SumDbProblem.UnknownSigner"/>, <see cref="SumDbProblem.InvalidSignature"/> or
/// <see cref="SumDbProblem.AmbiguousKey"/>.
/// </param>
/// <param name="Text">The same for a person, with the key.</param>
public sealed record NoteFault(SumDbProblem Problem, string Text);
