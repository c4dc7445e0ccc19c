using System.Collections.Concurrent;
using Sluice.Cli.Fetching;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Graphs;

/// <summary>
/// Gives the go.mod files of dependencies. Asked in this order; the first that has an answer is believed:
/// 1. the directory, for a replacement by one;
/// 2. the module cache;
/// 3. the upstreams, when a session is given: without one nothing goes online;
/// 4. <c>vendor/modules.txt</c>, which knows that a module is there, but not what it requires.
/// Safe to call concurrently.
/// </summary>
internal sealed class RequirementFiles(string baseDirectory, string? moduleCache, VendorModules? vendor, IGatewaySession? session) : IRequirementSource
{
    private readonly ConcurrentDictionary<ModuleReference, RequirementFile> _files = new();
    private readonly Dictionary<ModuleReference, VendoredModule> _vendored = (vendor?.Modules ?? [])
        .Where(entry => entry.Module.Version.Length > 0)
        .DistinctBy(entry => entry.Replacement ?? entry.Module)
        .ToDictionary(entry => entry.Replacement ?? entry.Module);

    private int _fetched;

    /// <summary>Called after each question to the upstreams with the number of them.</summary>
    public Action<int> Fetched { get; init; } = _ => { };

    /// <summary>Whether some module is known from <c>vendor/modules.txt</c> only.</summary>
    public bool UsedVendor => _files.Values.Any(file => file.From == "vendor");

    /// <summary>What became of a question, by the module that was read: the replacement of a replaced one.</summary>
    public RequirementFile? Find(ModuleReference actual) => _files.GetValueOrDefault(actual);

    /// <inheritdoc/>
    public async ValueTask<RequirementsAnswer> ReadAsync(ModuleReference module, CancellationToken cancellation)
    {
        if (!_files.TryGetValue(module, out var file))
        {
            _files[module] = file = await ReadFileAsync(module, cancellation);
        }

        return file.Answer;
    }

    private async ValueTask<RequirementFile> ReadFileAsync(ModuleReference module, CancellationToken cancellation)
    {
        var file = module.Version.Length == 0 ? ReadDirectory(module) : await ReadVersionAsync(module, cancellation);
        return file.State is RequirementFile.NotFetched or RequirementFile.NotGiven && _vendored.TryGetValue(module, out var entry) ? OfVendor(entry) : file;
    }

    private RequirementFile ReadDirectory(ModuleReference module)
    {
        var path = Path.Combine(Path.GetFullPath(module.Path.Replace('\\', '/'), baseDirectory), "go.mod");
        var content = BoundedFile.Read(path, out var error);
        return content is null
            ? RequirementFile.Failed(RequirementFile.NotFetched, $"{module.Path}/go.mod: {error}")
            : Parse(module, $"{module.Path}/go.mod", "directory", content);
    }

    private async ValueTask<RequirementFile> ReadVersionAsync(ModuleReference module, CancellationToken cancellation)
    {
        if (!ModulePath.TryParse(module.Path, out var path, out var error) || !ModuleVersion.TryParse(module.Version, out var version, out error))
        {
            return RequirementFile.Failed(RequirementFile.Broken, $"malformed module {module}: {error}");
        }

        if (moduleCache is not null)
        {
            var file = Path.Combine(moduleCache, "cache", "download", path.Escape(), "@v", version.Escape() + ".mod");
            if (File.Exists(file))
            {
                return BoundedFile.Read(file, out var reason) is { } content
                    ? Parse(module, $"{module}/go.mod", "cache", content)
                    : RequirementFile.Failed(RequirementFile.Broken, $"{file}: {reason}");
            }
        }

        return session is null
            ? RequirementFile.Failed(RequirementFile.NotFetched, moduleCache is null ? "no module cache is looked at" : "its go.mod is not in the module cache")
            : await FetchAsync(module, path, version, session, cancellation);
    }

    private async ValueTask<RequirementFile> FetchAsync(
        ModuleReference module, ModulePath path, ModuleVersion version, IGatewaySession from, CancellationToken cancellation)
    {
        GoModAnswer answer;
        try
        {
            answer = await from.ReadGoModAsync(path, version, cancellation);
        }
        catch (StoreException exception)
        {
            answer = new GoModAnswer(null, exception.Fault);
        }

        Fetched(Interlocked.Increment(ref _fetched));
        return answer.Content is { } content
            ? Parse(module, $"{module}/go.mod", "fetched", content.ToArray())
            : RequirementFile.Failed(RequirementFile.NotGiven, answer.Fault?.ToString() ?? "nobody gave it") with { Fault = answer.Fault };
    }

    private static RequirementFile OfVendor(VendoredModule entry) =>
        new("vendor", "", new RequirementsAnswer.Known(entry.Module.Path, entry.GoVersion, []));

    private static RequirementFile Parse(ModuleReference module, string name, string from, byte[] content) =>
        GoModFile.TryParse(content, name, GoModParsing.Lax, out var file, out var errors)
            ? new RequirementFile(from, "", RequirementsAnswer.Of(file)) { File = file, Hash = module.Version.Length == 0 ? null : ModuleHash.HashGoMod(content).ToString() }
            : RequirementFile.Failed(RequirementFile.Broken, $"parsing go.mod: {errors[0]}");
}

/// <summary>What became of the question for a go.mod.</summary>
/// <param name="From"><c>directory</c>, <c>cache</c>, <c>fetched</c> or <c>vendor</c>; empty when nobody had it.</param>
/// <param name="State">Empty when it was had, else one of the constants.</param>
/// <param name="Answer">What the graph is told.</param>
internal sealed record RequirementFile(string From, string State, RequirementsAnswer Answer)
{
    /// <summary>Not here, and nobody was asked.</summary>
    public const string NotFetched = "not-fetched";

    /// <summary>Upstreams were asked, and none gave it.</summary>
    public const string NotGiven = "failed";

    /// <summary>It is here, and wrong.</summary>
    public const string Broken = "broken";

    /// <summary>The file; null unless it was read.</summary>
    public GoModFile? File { get; init; }

    /// <summary>Its hash, <c>h1:…</c>; null unless it was read, and for a directory.</summary>
    public string? Hash { get; init; }

    /// <summary>What the upstreams said; null unless they were asked in vain.</summary>
    public Fault? Fault { get; init; }

    public static RequirementFile Failed(string state, string reason) => new("", state, new RequirementsAnswer.Failed(reason));
}
