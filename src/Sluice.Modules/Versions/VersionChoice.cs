namespace Sluice.Modules.Versions;

/// <summary>What a <see cref="VersionSelection"/> says. A closed hierarchy.</summary>
public abstract record VersionChoice
{
    private VersionChoice()
    {
    }

    /// <summary>This version. Its <c>.info</c> must exist, or the query fails.</summary>
    public sealed record Found(ModuleVersion Version) : VersionChoice;

    /// <summary>The list cannot tell: ask for the <c>.info</c> of the revision, and see whether its version is allowed.</summary>
    /// <param name="Revision">What to ask for.</param>
    /// <param name="Otherwise">What to ask for when that does not exist: the same version without build metadata; null for nothing.</param>
    public sealed record AskInfo(Revision Revision, Revision? Otherwise) : VersionChoice;

    /// <summary>The list has nothing suitable: ask for <c>@latest</c>, then call <see cref="VersionSelection.ChooseFromLatest"/>.</summary>
    public sealed record AskLatest : VersionChoice;

    /// <summary>The module is to be dropped (<c>none</c>).</summary>
    public sealed record Dropped : VersionChoice;

    /// <summary>No version answers the query.</summary>
    /// <param name="Reason">Why, in the go command's words.</param>
    public sealed record Nothing(string Reason) : VersionChoice;
}
