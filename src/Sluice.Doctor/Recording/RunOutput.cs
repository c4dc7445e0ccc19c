namespace Sluice.Doctor.Recording;

/// <summary>What the command said on stderr.</summary>
/// <param name="Lines">Lines that mean something, in order.</param>
/// <param name="Cause">Why it failed; null when it did not, or when its words do not tell.</param>
/// <param name="SizeBytes">All that it said.</param>
/// <param name="IsSeen">False where the terminal was handed over untouched, so that nothing was seen.</param>
public sealed record RunOutput(IReadOnlyList<JudgedLine> Lines, RunCause? Cause, long SizeBytes, bool IsSeen)
{
    /// <summary>Nothing was seen.</summary>
    public static RunOutput None { get; } = new([], null, 0, false);
}

/// <summary>A line and what it means.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Code">What it is.</param>
/// <param name="Title">The same in words.</param>
/// <param name="Text">The line, cut.</param>
/// <param name="Count">How many lines of the kind there were.</param>
public sealed record JudgedLine(long Number, Severity Severity, string Code, string Title, string Text, long Count);

/// <summary>Why a command failed.</summary>
/// <param name="Code">The finding's code.</param>
/// <param name="Title">In a line.</param>
/// <param name="Meaning">In a few sentences.</param>
/// <param name="Fixes">Commands and other steps that help, the best first.</param>
public sealed record RunCause(string Code, string Title, string Meaning, IReadOnlyList<string> Fixes);
