namespace Sluice.Doctor.Findings;

/// <summary>What a finding rests on.</summary>
/// <param name="Source">Where it was seen: a file's name, <c>stdin</c>, or the id of a probe.</param>
/// <param name="Text">The line as it stood there, without colours and wrappings, on one line.</param>
public sealed record Sighting(string Source, string Text)
{
    /// <summary>Line in the source, from 1; 0 where there are no lines.</summary>
    public long Line { get; init; }
}
