using Sluice.Modules.SumDb;

namespace Sluice.Store.SumDb.Log;

/// <summary>What became of checking a log.</summary>
/// <param name="Tree">The head's tree; the empty one if there is no head to be believed.</param>
/// <param name="Tiles">Tiles read.</param>
/// <param name="Problems">What is wrong, up to <see cref="LogVerifier.MaxProblems"/>, ordered by place.</param>
/// <param name="ProblemCount">How many there are.</param>
public sealed record LogVerification(TreeHead Tree, long Tiles, IReadOnlyList<LogProblem> Problems, long ProblemCount);

/// <summary>Something that is wrong with a log.</summary>
/// <param name="Where">A file of the log's folder: <c>tile/8/0/000</c>, <c>latest</c>, <c>index.db</c>.</param>
/// <param name="Text">What is wrong.</param>
public sealed record LogProblem(string Where, string Text);

/// <summary>How far checking has come.</summary>
/// <param name="Records">Records checked.</param>
/// <param name="Total">Records of the log.</param>
/// <param name="Problems">Problems so far.</param>
public readonly record struct LogProgress(long Records, long Total, long Problems);
