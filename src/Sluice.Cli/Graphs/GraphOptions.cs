using System.CommandLine;
using Sluice.Cli.Invocation;

namespace Sluice.Cli.Graphs;

/// <summary>How a graph is printed.</summary>
internal enum GraphFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: everything, whatever views were asked for.</summary>
    Json,

    /// <summary>For graphviz.</summary>
    Dot,
}

/// <summary>What is shown of a graph; several may be asked for.</summary>
[Flags]
internal enum GraphViews
{
    /// <summary>The summary with the first of everything that is wrong.</summary>
    None = 0,

    /// <summary>Why a module is there.</summary>
    Why = 1,

    /// <summary>All requirements as a tree.</summary>
    Tree = 2,

    /// <summary>Modules of which several versions are asked for.</summary>
    Conflicts = 4,

    /// <summary>Lines that go.sum lacks.</summary>
    Missing = 8,

    /// <summary>Replace directives.</summary>
    Replaced = 16,

    /// <summary>Versions whose go.mod cannot be had.</summary>
    Unfetchable = 32,
}

/// <summary>A command line of <c>sluice graph</c>.</summary>
internal sealed record GraphRequest
{
    public required string Path { get; init; }

    public string? Why { get; init; }

    public int Paths { get; init; }

    public int Depth { get; init; }

    public GraphViews Views { get; init; }

    public GraphFormat Format { get; init; }

    /// <summary>A file with what the go command printed, or <c>-</c>; null to read the project's files.</summary>
    public string? From { get; init; }

    /// <summary>The folder, <c>off</c>, or null to find it.</summary>
    public string? ModuleCache { get; init; }

    public bool UsesVendor { get; init; }

    public bool Fetches { get; init; }

    /// <summary>Whether sources are read.</summary>
    public bool ReadsImports { get; init; }

    /// <summary>What does not go together; null when all does.</summary>
    public string? Mistake { get; init; }
}

/// <summary>The arguments and flags of <c>sluice graph</c>.</summary>
internal sealed class GraphOptions
{
    /// <summary>Deepest tree that is drawn: what is deeper fits no screen.</summary>
    private const int MaxDepth = 100;

    private const int MaxPaths = 1000;

    private readonly Argument<string?> _path = new("PATH")
    {
        Description = "Folder, go.mod or go.work (default: what is in force in the working directory)",
        HelpName = "[PATH]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _why = new("--why") { HelpName = "M", Description = "Show by which paths a module comes in; M@V asks for one version" };

    private readonly Option<int> _paths = CommandOptions.Integer("--paths", "N", 10, 1, MaxPaths, "Most paths that --why shows");

    private readonly Option<int> _depth = CommandOptions.Integer("--depth", "N", MaxDepth, 1, MaxDepth, "How deep --tree goes");

    private readonly Option<GraphFormat> _format = CommandOptions.Word(
        "--format", "How the result is printed", ("text", GraphFormat.Text), ("json", GraphFormat.Json), ("dot", GraphFormat.Dot));

    private readonly Option<string> _from = new("--from")
    {
        HelpName = "FILE|-",
        Description = "Read the output of go mod graph, go list -m [-json] all or go list -deps -json instead",
    };

    private readonly Option<string> _moduleCache = new("--modcache")
    {
        HelpName = "DIRECTORY|off",
        Description = "Module cache (default GOMODCACHE, found as the go command finds it)",
    };

    private readonly Option<bool> _imports = new("--imports")
    {
        Description = "Read sources too: chains of imports for --why, exact zip lines for --missing",
    };

    private readonly Option<bool> _noVendor = new("--no-vendor") { Description = "Do not believe vendor/modules.txt where a go.mod is missing" };

    private readonly Option<bool> _fetch = new("--fetch") { Description = "Fetch missing go.mod files from the configured upstreams, into the store" };

    private readonly (Option<bool> Option, GraphViews View)[] _views =
    [
        (new("--tree") { Description = "Show all requirements as a tree" }, GraphViews.Tree),
        (new("--conflicts") { Description = "Show modules asked for in several versions, and who forces which" }, GraphViews.Conflicts),
        (new("--missing") { Description = "Show the lines that go.sum lacks" }, GraphViews.Missing),
        (new("--replaced") { Description = "Show replaced modules: forks, directories" }, GraphViews.Replaced),
        (new("--unfetchable") { Description = "Show versions that cannot be had, and who pulls them in" }, GraphViews.Unfetchable),
    ];

    public GraphOptions(Command command)
    {
        command.Add(_path);
        command.Add(_why);
        command.Add(_paths);
        foreach (var (option, _) in _views)
        {
            command.Add(option);
        }

        command.Add(_depth);
        command.Add(_format);
        command.Add(_from);
        command.Add(_moduleCache);
        command.Add(_imports);
        command.Add(_noVendor);
        command.Add(_fetch);
    }

    public GraphRequest Read(ParseResult parse)
    {
        var views = _views.Where(entry => parse.GetValue(entry.Option)).Aggregate(GraphViews.None, (all, entry) => all | entry.View);
        var request = new GraphRequest
        {
            Path = parse.GetValue(_path) ?? ".",
            Why = parse.GetValue(_why),
            Paths = parse.GetValue(_paths),
            Depth = parse.GetValue(_depth),
            Views = parse.GetValue(_why) is null ? views : views | GraphViews.Why,
            Format = parse.GetValue(_format),
            From = parse.GetValue(_from),
            ModuleCache = parse.GetValue(_moduleCache),
            UsesVendor = !parse.GetValue(_noVendor),
            Fetches = parse.GetValue(_fetch),
            ReadsImports = parse.GetValue(_imports),
        };
        return request with { Mistake = FindMistake(request, parse.GetValue(_path) is not null) };
    }

    private static string? FindMistake(GraphRequest request, bool hasPath)
    {
        if (request.From is null)
        {
            return null;
        }

        if (hasPath)
        {
            return "--from reads a finished graph, PATH another one; give one of them";
        }

        if (request.Fetches || request.ReadsImports || request.ModuleCache is not null)
        {
            return "--from reads a finished graph: there is nothing to look up by --fetch, --imports or --modcache";
        }

        return (request.Views & GraphViews.Missing) != 0 ? "--missing compares with go.sum, which the output of a go command does not hold" : null;
    }
}
