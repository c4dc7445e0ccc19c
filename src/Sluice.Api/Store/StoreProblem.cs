namespace Sluice.Api.Store;

/// <summary>Something in the store, or in what was to be imported, that is not as it must be.</summary>
/// <param name="Artefact">Path below the directory, case-escaped: <c>rsc.io/quote/@v/v1.5.2.zip</c>.</param>
/// <param name="Code">Stable id of the cause.</param>
/// <param name="Message">What is wrong, one line.</param>
public sealed record StoreProblem(string Artefact, string Code, string Message)
{
    /// <summary>What healing did, one line; absent where it was not asked for.</summary>
    public string? Healing { get; init; }

    /// <summary>Whether it is as it must be now.</summary>
    public bool IsHealed { get; init; }
}
