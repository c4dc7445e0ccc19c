namespace Sluice.Api.Graphs;

/// <summary>What <c>sluice graph --format json</c> prints. A module version is written <c>path@version</c>, a main module <c>path</c>.</summary>
/// <param name="Source">Where the graph comes from: the go.mod or go.work file, or what <c>--from</c> was, with the form it was read as.</param>
/// <param name="Form"><c>go.mod</c>, <c>go.work</c>, <c>go mod graph</c>, <c>go list -m all</c>, <c>go list -m -json all</c> or <c>go list -deps -json</c>.</param>
/// <param name="Main">The main modules.</param>
/// <param name="Summary">Counts.</param>
/// <param name="Modules">The build list without the main modules, by path.</param>
/// <param name="Conflicts">Modules of which several versions are asked for, by path.</param>
/// <param name="Problems">What the go command stops at, whatever is built.</param>
/// <param name="MissingSums">Lines that go.sum should have.</param>
/// <param name="Replaced">The replace directives.</param>
/// <param name="Unavailable">Module versions whose go.mod could not be had.</param>
/// <param name="Requirements">Who requires what, breadth first from the main modules: what <c>go mod graph</c> prints.</param>
public sealed record GraphReport(
    string Source,
    string Form,
    IReadOnlyList<GraphMain> Main,
    GraphSummary Summary,
    IReadOnlyList<GraphModule> Modules,
    IReadOnlyList<GraphConflict> Conflicts,
    IReadOnlyList<GraphProblem> Problems,
    IReadOnlyList<GraphMissingSum> MissingSums,
    IReadOnlyList<GraphReplacement> Replaced,
    IReadOnlyList<GraphUnavailable> Unavailable,
    IReadOnlyList<GraphRequirements> Requirements)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.graph/1";

    /// <summary>Modules that provide imported packages and whose sources are not here, so that imports behind them are not known; absent without <c>--imports</c>.</summary>
    public IReadOnlyList<string>? Unread { get; init; }

    /// <summary>The answer to <c>--why</c>; absent when it was not asked.</summary>
    public GraphWhy? Why { get; init; }
}

/// <summary>A main module.</summary>
/// <param name="Path">Its path.</param>
public sealed record GraphMain(string Path)
{
    /// <summary>Its go.mod; absent when the graph was not read from files.</summary>
    public string? File { get; init; }

    /// <summary>Its go directive; absent when it has none.</summary>
    public string? Go { get; init; }

    /// <summary>Its toolchain directive; absent when it has none.</summary>
    public string? Toolchain { get; init; }
}

/// <summary>Counts of a graph.</summary>
/// <param name="Modules">Modules in the build list, the main ones left out.</param>
/// <param name="Versions">Module versions in the graph, selected or not.</param>
/// <param name="Requirements">Requirements in the graph.</param>
/// <param name="Depth">Requirements between a main module and the version farthest from one.</param>
public sealed record GraphSummary(int Modules, int Versions, int Requirements, int Depth)
{
    /// <summary>Modules that a main module requires without <c>// indirect</c>; absent when nothing tells.</summary>
    public int? Direct { get; init; }

    /// <summary>The others; absent when nothing tells.</summary>
    public int? Indirect { get; init; }

    /// <summary>The greatest go directive of a dependency, where it is greater than that of every main module: the Go that a build needs since 1.21.</summary>
    public string? GoNeeded { get; init; }

    /// <summary>Who has it.</summary>
    public string? GoNeededBy { get; init; }
}

/// <summary>A module of the build list.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Version">The version selected.</param>
public sealed record GraphModule(string Path, string Version)
{
    /// <summary>
    /// <c>direct</c>, <c>indirect</c> (in go.mod with <c>// indirect</c>) or <c>implied</c> (in no main module's go.mod); absent when nothing tells. A command's output makes no
    /// difference between the last two: it is <c>indirect</c> then.
    /// </summary>
    public string? Relation { get; init; }

    /// <summary>Requirements between a main module and it; absent when the graph has no requirements.</summary>
    public int? Depth { get; init; }

    /// <summary>Its go directive.</summary>
    public string? Go { get; init; }

    /// <summary>What stands in for it: <c>path@version</c>, or a directory.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Where its go.mod came from: <c>cache</c>, <c>directory</c>, <c>fetched</c>, <c>vendor</c>; absent when it was not read.</summary>
    public string? GoModFrom { get; init; }

    /// <summary>Why the version is withdrawn by its author, as far as newer versions are known; absent when it is not.</summary>
    public string? Retracted { get; init; }

    /// <summary>Why the module is deprecated, as far as newer versions are known; absent when it is not.</summary>
    public string? Deprecated { get; init; }
}

/// <summary>A module of which several versions are asked for.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Selected">The version taken: the greatest.</param>
/// <param name="Demands">Who asks for which version, greatest first.</param>
/// <param name="ForcedBy">A shortest chain from a main module to the version taken.</param>
public sealed record GraphConflict(string Path, string Selected, IReadOnlyList<GraphDemand> Demands, IReadOnlyList<string> ForcedBy);

/// <summary>A version and who asks for it.</summary>
/// <param name="Version">The version.</param>
/// <param name="By">The module versions that require it.</param>
public sealed record GraphDemand(string Version, IReadOnlyList<string> By);

/// <summary>What the go command stops at.</summary>
/// <param name="Code"><c>outdated-requirement</c>, <c>conflicting-replacement</c>, <c>inconsistent-vendoring</c> or <c>unprovided-import</c>.</param>
/// <param name="Module">The module or version that it is about.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record GraphProblem(string Code, string Module, string Message, string Remedy);

/// <summary>A line that go.sum should have.</summary>
/// <param name="Line">What the line starts with: <c>path version</c> or <c>path version/go.mod</c>.</param>
/// <param name="Kind"><c>go.mod</c> or <c>zip</c>.</param>
/// <param name="IsCertain">Whether it is asked for without doubt; else a build asks if a package of the module is still imported.</param>
/// <param name="Reason"><c>graph</c>, <c>direct</c>, <c>indirect</c> or <c>import</c>: what makes it needed.</param>
/// <param name="Chain">A shortest chain from a main module to the module; empty when none is known.</param>
public sealed record GraphMissingSum(string Line, string Kind, bool IsCertain, string Reason, IReadOnlyList<string> Chain)
{
    /// <summary>The hash of the go.mod that was read here. Nobody has vouched for it.</summary>
    public string? Seen { get; init; }
}

/// <summary>A replace directive.</summary>
/// <param name="Old">What is replaced, <c>path</c> or <c>path@version</c>.</param>
/// <param name="New">By what: <c>path@version</c> or a directory.</param>
/// <param name="Kind"><c>directory</c>, <c>fork</c> (another path) or <c>version</c> (another version of the same path).</param>
/// <param name="Where">File and line of the directive.</param>
/// <param name="State"><c>used</c>, <c>unused</c> (nothing in the graph is what it replaces) or <c>overridden</c> (by one of go.work).</param>
public sealed record GraphReplacement(string Old, string New, string Kind, string Where, string State)
{
    /// <summary>The versions in the graph that it replaces.</summary>
    public IReadOnlyList<string> Applies { get; init; } = [];

    /// <summary>What is wrong with the replacement; absent when nothing is.</summary>
    public string? Problem { get; init; }
}

/// <summary>A module version whose go.mod could not be had.</summary>
/// <param name="Module">The module version.</param>
/// <param name="State"><c>not-fetched</c> (not here, and nobody was asked), <c>failed</c> (nobody gave it) or <c>broken</c> (it is here, and wrong).</param>
/// <param name="Reason">Why, on one line or more.</param>
/// <param name="Chain">A shortest chain from a main module to it; empty when none is known.</param>
/// <param name="RequiredBy">All who require it.</param>
public sealed record GraphUnavailable(string Module, string State, string Reason, IReadOnlyList<string> Chain, IReadOnlyList<string> RequiredBy)
{
    /// <summary>The fault, where upstreams were asked.</summary>
    public ApiError? Error { get; init; }
}

/// <summary>What a module version requires.</summary>
/// <param name="Module">The module version.</param>
/// <param name="Requires">What it requires.</param>
public sealed record GraphRequirements(string Module, IReadOnlyList<string> Requires);

/// <summary>Why a module is in the graph.</summary>
/// <param name="Query">What was asked: a path, or <c>path@version</c>.</param>
/// <param name="Selected">The version selected; absent when the module is not in the graph.</param>
/// <param name="Paths">Chains from a main module to the module, shortest first.</param>
/// <param name="HasMore">Whether there may be more.</param>
public sealed record GraphWhy(string Query, string? Selected, IReadOnlyList<IReadOnlyList<string>> Paths, bool HasMore)
{
    /// <summary>
    /// A shortest chain of imports from a package of a main module to one of the module, as <c>go mod why -m</c> prints it; empty when no import leads there, absent without
    /// <c>--imports</c>.
    /// </summary>
    public IReadOnlyList<string>? Imports { get; init; }
}
