namespace Sluice.Core.Faults;

/// <summary>An entry of the register of expected failures.</summary>
/// <param name="Id">Stable and never reused: <c>family.kebab-cause</c>.</param>
/// <param name="Kind">Its class, which decides the HTTP status.</param>
/// <param name="Text">What happened, one line, lower case, at most 81 bytes.</param>
/// <param name="Remedy">What to do, one line, at most 81 bytes.</param>
public sealed record FaultCode(string Id, FaultKind Kind, string Text, string Remedy)
{
    /// <summary>A fault of this code.</summary>
    public Fault At(string? source = null, string? detail = null) => new(this) { Source = source, Detail = detail };
}
