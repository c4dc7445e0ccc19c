using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>Why a graph is incomplete.</summary>
/// <param name="Module">The module version that is to blame.</param>
/// <param name="Reason">What is wrong with it, for a person.</param>
/// <param name="Chain">A shortest chain of requirements from a main module to it, both included; empty when it is not in the graph.</param>
public sealed record GraphFailure(ModuleReference Module, string Reason, IReadOnlyList<ModuleReference> Chain)
{
    /// <summary>Whether it is not the module that is wrong, but replace directives that contradict each other.</summary>
    public bool IsReplacementConflict { get; init; }
}

/// <summary>A requirement on a path, seen from there: who asks for which version.</summary>
/// <param name="By">The module version that requires it; a main module has no version.</param>
/// <param name="Version">The version asked for.</param>
public readonly record struct Demand(ModuleReference By, string Version);
