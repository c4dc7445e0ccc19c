using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>Where a <see cref="ModuleGraph"/> gets the go.mod files of dependencies from.</summary>
public interface IRequirementSource
{
    /// <summary>
    /// Gives the requirements of a module version. Called at most once for each, from several threads at once, no more than
    /// <see cref="GraphLimits.MaxConcurrency"/> or what the caller of the graph asked for.
    /// </summary>
    /// <param name="module">
    /// The module to read, replacements applied: with an empty version its path is the directory of a replacement, as the main module wrote it.
    /// </param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<RequirementsAnswer> ReadAsync(ModuleReference module, CancellationToken cancellation);
}

/// <summary>What an <see cref="IRequirementSource"/> says.</summary>
public abstract record RequirementsAnswer
{
    private RequirementsAnswer()
    {
    }

    /// <summary>Takes what counts from a dependency's go.mod.</summary>
    public static RequirementsAnswer Of(GoModFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new Known(file.Module?.Path ?? "", file.Go, [.. file.Requirements.Select(requirement => requirement.Module)]);
    }

    /// <summary>The go.mod was read.</summary>
    /// <param name="Path">The path of its module directive; empty when it has none.</param>
    /// <param name="GoVersion">Its go directive; null when it has none.</param>
    /// <param name="Requirements">Its require directives, in order.</param>
    public sealed record Known(string Path, string? GoVersion, IReadOnlyList<ModuleReference> Requirements) : RequirementsAnswer;

    /// <summary>The go.mod could not be read or is malformed.</summary>
    /// <param name="Reason">Why, for a person.</param>
    public sealed record Failed(string Reason) : RequirementsAnswer;
}
