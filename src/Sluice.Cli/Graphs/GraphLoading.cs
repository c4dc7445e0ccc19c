using System.Text;
using Sluice.Cli.Fetching;
using Sluice.Modules.Graph;
using Sluice.Modules.Graph.Reading;

namespace Sluice.Cli.Graphs;

/// <summary>A graph with all that is known around it.</summary>
/// <param name="Source">The file that it comes from.</param>
/// <param name="Form">What the file is: <c>go.mod</c>, <c>go list -m all</c>.</param>
/// <param name="Graph">The graph.</param>
internal sealed record GraphSubject(string Source, string Form, ModuleGraph Graph)
{
    /// <summary>The module's or workspace's files; null when the graph comes from a command's output.</summary>
    public GraphProject? Project { get; init; }

    /// <summary>The go.mod files of dependencies; null likewise.</summary>
    public RequirementFiles? Files { get; init; }

    /// <summary>What <c>go list -json</c> said of modules, by path.</summary>
    public IReadOnlyDictionary<string, ListedNote> Notes { get; init; } = new Dictionary<string, ListedNote>();

    /// <summary>What is imported; null when nobody looked.</summary>
    public ImportScan? Imports { get; init; }

    /// <summary>Where newer versions are looked for; null when nowhere.</summary>
    public string? ModuleCache { get; init; }
}

/// <summary>Loads graphs.</summary>
internal static class GraphLoading
{
    /// <summary>What the go command calls the root that stands for what vendoring knows without a reason.</summary>
    private const string VendorRoot = "vendor/modules.txt";

    /// <summary>Most characters of a go command's output that are read: ten times what it says of the biggest graphs known.</summary>
    private const int MaxCharacters = 64 * 1024 * 1024;

    /// <summary>Loads the graph of a module or workspace.</summary>
    /// <param name="project">Its files.</param>
    /// <param name="moduleCache">GOMODCACHE; null to look at none.</param>
    /// <param name="usesVendor">Whether <c>vendor/modules.txt</c> may stand in.</param>
    /// <param name="session">The upstreams; null to ask none.</param>
    /// <param name="fetched">Called with the number of questions to the upstreams.</param>
    public static async Task<GraphSubject> LoadAsync(
        GraphProject project, string? moduleCache, bool usesVendor, IGatewaySession? session, Action<int> fetched, CancellationToken cancellationToken)
    {
        var vendor = usesVendor ? project.Vendor : null;
        var files = new RequirementFiles(project.BaseDirectory, moduleCache, vendor, session) { Fetched = fetched };
        var graph = await GraphLoader.LoadAsync(project.Roots, files, GraphLimits.MaxConcurrency, cancellationToken);
        if (files.UsedVendor)
        {
            // As the go command does: nobody knows who requires what is vendored, so a root of its own does.
            var main = project.Roots.MainModules[0];
            var vendored = vendor!.Modules.Where(entry => entry.Module.Version.Length > 0 && entry.Packages.Count > 0).Select(entry => entry.Module);
            var roots = project.Roots with { MainModules = [main, new MainModule(VendorRoot, main.GoVersion, [.. vendored], main.Exclusions, [])] };
            graph = await GraphLoader.LoadAsync(roots, files, GraphLimits.MaxConcurrency, cancellationToken);
        }

        return new GraphSubject(project.Source, project.Roots.IsWorkspace ? "go.work" : "go.mod", graph)
        {
            Project = project,
            Files = files,
            ModuleCache = moduleCache,
        };
    }

    /// <summary>Reads what a go command printed; null with all mistakes.</summary>
    /// <param name="context">Gives files and stdin.</param>
    /// <param name="from">A file, or <c>-</c>.</param>
    /// <param name="errors">What is wrong, with file and line.</param>
    public static GraphSubject? Read(CliContext context, string from, out IReadOnlyList<string> errors)
    {
        var name = from == "-" ? "stdin" : from;
        errors = [];
        string text;
        try
        {
            using var reader = from == "-" ? context.OpenInput() : new StreamReader(Path.GetFullPath(from, context.WorkingDirectory), Encoding.UTF8);
            text = ReadBounded(reader);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            errors = [$"{name}: {exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => "this file does not exist",
                UnauthorizedAccessException => "this is a directory, or may not be read",
                _ => exception.Message,
            }}"];
            return null;
        }

        if (!GoOutputReader.TryParse(text, name, out var output, out var found))
        {
            errors = [.. found.Select(error => error.ToString())];
            return null;
        }

        var form = output.Form switch
        {
            GoOutputForm.ModGraph => "go mod graph",
            GoOutputForm.ListModules => "go list -m all",
            GoOutputForm.ListModulesJson => "go list -m -json all",
            _ => "go list -deps -json",
        };
        return new GraphSubject(name, form, output.Graph) { Notes = output.Notes };
    }

    private static string ReadBounded(TextReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        int read;
        while ((read = reader.Read(buffer)) > 0)
        {
            text.Append(buffer, 0, read);
            if (text.Length > MaxCharacters)
            {
                throw new InvalidDataException($"longer than {MaxCharacters / (1024 * 1024)} Mi characters");
            }
        }

        return text.ToString();
    }
}
