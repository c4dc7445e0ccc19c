using Sluice.Api.Graphs;
using Sluice.Cli.Output;
using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;

namespace Sluice.Cli.Graphs;

/// <summary>Puts a graph and what is wrong with it into wire form.</summary>
internal sealed class GraphReportBuilder
{
    /// <summary>From here on go.mod lists every module that provides packages (https://go.dev/ref/mod#graph-pruning).</summary>
    private const string FirstPrunedGo = "1.17";

    private readonly GraphSubject _subject;
    private readonly ModuleGraph _graph;
    private readonly Dictionary<ModuleReference, int> _depths;
    private readonly IReadOnlySet<string> _indirect;

    private GraphReportBuilder(GraphSubject subject)
    {
        _subject = subject;
        _graph = subject.Graph;
        _depths = _graph.Depths();
        _indirect = subject.Project?.Indirect() ?? new HashSet<string>();
    }

    public static GraphReport Build(GraphSubject subject) => new GraphReportBuilder(subject).Build();

    private GraphReport Build()
    {
        var modules = _graph.BuildList.Skip(_graph.MainModules.Count).Select(ToModule).ToList();
        return new GraphReport(
            _subject.Source,
            _subject.Form,
            Mains(),
            Summarise(modules),
            modules,
            [.. VersionConflict.Of(_graph).Select(ToConflict)],
            Problems(),
            MissingSums(),
            Replaced(),
            [.. _graph.Failures.Where(failure => !failure.IsReplacementConflict).Select(ToUnavailable)],
            [.. _depths.OrderBy(entry => entry.Value).Select(entry => entry.Key).Where(module => _graph.RequirementsOf(module) is { Count: > 0 }).Select(ToRequirements)])
        { Unread = _subject.Imports is { } imports ? [.. Names(imports.Unread).Order(StringComparer.Ordinal)] : null };
    }

    private List<GraphMain> Mains() => _subject.Project is { } project
        ? [.. project.Modules.Select(module => new GraphMain(module.File.Module!.Path) { File = module.FileName, Go = module.File.Go, Toolchain = module.File.Toolchain })]
        : [.. _graph.MainModules.Select(module => new GraphMain(module.Path) { Go = _graph.GoVersionOf(module) })];

    private GraphSummary Summarise(List<GraphModule> modules)
    {
        var direct = modules.Count(module => module.Relation == "direct");
        var isKnown = modules.TrueForAll(module => module.Relation is not null);
        var summary = new GraphSummary(
            modules.Count,
            _depths.Count(entry => entry.Key.Version.Length > 0),
            _depths.Keys.Sum(module => _graph.RequirementsOf(module)?.Count ?? 0),
            _depths.Values.DefaultIfEmpty(0).Max())
        { Direct = isKnown ? direct : null, Indirect = isKnown ? modules.Count - direct : null };
        var needed = _graph.BuildList.Skip(_graph.MainModules.Count)
            .Select(module => (Name: module.ToString(), Go: _graph.GoVersionOf(module)))
            .Where(module => module.Go is not null)
            .OrderByDescending(module => module.Go!, Comparer<string>.Create(GoVersionRules.Compare))
            .FirstOrDefault();
        var own = _graph.MainModules.Select(_graph.GoVersionOf).OfType<string>().Max(Comparer<string>.Create(GoVersionRules.Compare));
        var isMore = needed.Go is not null && own is not null && GoVersionRules.Compare(needed.Go, own) > 0;
        return isMore ? summary with { GoNeeded = needed.Go, GoNeededBy = needed.Name } : summary;
    }

    private GraphModule ToModule(ModuleReference module)
    {
        var actual = _graph.ActualOf(module);
        var note = _subject.Notes.GetValueOrDefault(module.Path);
        var (retracted, deprecated) = _subject.ModuleCache is { } cache
            ? AuthorNotes.Find(cache, actual, _subject.Files?.Find(actual)?.File)
            : (note is { Retractions.Count: > 0 } ? string.Join("; ", note.Retractions) : null, note?.Deprecation);
        return new GraphModule(module.Path, module.Version)
        {
            Relation = RelationOf(module, note?.IsIndirect),
            Depth = _depths.TryGetValue(module, out var depth) ? depth : null,
            Go = _graph.GoVersionOf(module),
            ReplacedBy = actual == module ? null : actual.ToString(),
            GoModFrom = _subject.Files?.Find(actual)?.From is { Length: > 0 } from ? from : null,
            Retracted = retracted,
            Deprecated = deprecated,
        };
    }

    private string? RelationOf(ModuleReference module, bool? isListedIndirect)
    {
        if (_subject.Project is { } project)
        {
            return project.Direct.Contains(module.Path) ? "direct" : _indirect.Contains(module.Path) ? "indirect" : "implied";
        }

        if (isListedIndirect is { } listed)
        {
            return listed ? "indirect" : "direct";
        }

        return _depths.TryGetValue(module, out var depth) ? depth == 1 ? "direct" : "indirect" : null;
    }

    private GraphConflict ToConflict(VersionConflict conflict) => new(
        conflict.Path,
        conflict.Selected,
        [.. conflict.Demands.GroupBy(demand => demand.Version).Select(group => new GraphDemand(group.Key, Names(group.Select(demand => demand.By))))],
        Names(conflict.Chain));

    private List<GraphProblem> Problems()
    {
        var problems = _graph.Failures.Where(failure => failure.IsReplacementConflict)
            .Select(failure => new GraphProblem("conflicting-replacement", failure.Module.ToString(), failure.Reason, "Leave one of the replace directives, or override them in go.work."))
            .ToList();
        if (_subject.Project is not { } project)
        {
            return problems;
        }

        problems.AddRange(OutdatedRequirement.Of(_graph, project.Roots).Select(outdated => new GraphProblem(
            "outdated-requirement",
            outdated.Required.ToString(),
            $"{outdated.Main} requires {outdated.Required}, and the build needs {outdated.Selected}: the go command says \"updates to go.mod needed\"",
            $"go get {outdated.Required.Path}@{outdated.Selected}, or go mod tidy")));
        problems.AddRange((_subject.Imports?.Unprovided ?? new Dictionary<string, string>()).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new GraphProblem(
            "unprovided-import", entry.Key, $"{entry.Value} imports {entry.Key}, which no module of the build list provides", $"go get {entry.Key}, or go mod tidy")));
        if (project.Vendor is { } vendor)
        {
            problems.AddRange(VendorConsistency.Compare(project.Modules[0].File, vendor).Select(entry =>
                new GraphProblem("inconsistent-vendoring", entry.Module.ToString(), $"{entry.Module} {entry.Message}", "go mod vendor")));
        }

        return problems;
    }

    private List<GraphMissingSum> MissingSums()
    {
        if (_subject.Project is not { } project)
        {
            return [];
        }

        return
        [
            .. SumNeed.Of(_graph, project.Direct, project.Indirect(FirstPrunedGo), _subject.Imports?.Asked, _subject.Imports?.Unread.Count == 0)
                .Where(need => !project.HasSum(need.Module, need.Kind))
                .Select(need => new GraphMissingSum(
                    need.LineStart,
                    need.Kind == GoSumKind.GoMod ? "go.mod" : "zip",
                    need.IsCertain,
                    need.Reason switch { SumReason.Graph => "graph", SumReason.DirectRequirement => "direct", SumReason.Import => "import", _ => "indirect" },
                    Names(_graph.FindChain(need.Required)))
                { Seen = need.Kind == GoSumKind.GoMod ? _subject.Files!.Find(need.Module)?.Hash : null }),
        ];
    }

    private List<GraphReplacement> Replaced()
    {
        if (_subject.Project is not { } project)
        {
            return
            [
                .. _graph.BuildList.Select(module => (Old: module, New: _graph.ActualOf(module))).Where(pair => pair.Old != pair.New && pair.Old.Version.Length > 0)
                    .Select(pair => new GraphReplacement(pair.Old.ToString(), pair.New.ToString(), KindOf(pair.Old, pair.New), _subject.Source, "used") { Applies = [pair.Old.ToString()] }),
            ];
        }

        var known = _graph.Modules.Concat(_graph.Failures.Select(failure => failure.Module)).Where(module => module.Version.Length > 0).Distinct().ToLookup(module => module.Path);
        return [.. project.Replacements.Select(entry => ToReplacement(entry, known))];
    }

    private GraphReplacement ToReplacement(ProjectReplacement entry, ILookup<string, ModuleReference> known)
    {
        var (old, target, _) = entry.Directive;
        var matching = known[old.Path].Where(module => old.Version.Length == 0 || module.Version == old.Version).ToList();
        var applies = matching.Where(module => _graph.ActualOf(module) == target).ToList();
        var state = applies.Count > 0 ? "used" : matching.Count > 0 ? "overridden" : "unused";
        return new GraphReplacement(old.ToString(), target.ToString(), KindOf(old, target), entry.Where, state)
        {
            Applies = Names(applies),
            Problem = _subject.Files!.Find(target) is { State.Length: > 0, Answer: RequirementsAnswer.Failed failed } ? failed.Reason : null,
        };
    }

    private static string KindOf(ModuleReference old, ModuleReference target) =>
        target.Version.Length == 0 ? "directory" : target.Path == old.Path ? "version" : "fork";

    private GraphUnavailable ToUnavailable(GraphFailure failure)
    {
        var file = _subject.Files?.Find(_graph.ActualOf(failure.Module));
        var state = file is { State.Length: > 0 } ? file.State : _subject.Files is null ? RequirementFile.NotGiven : RequirementFile.Broken;
        var by = _graph.DemandsOn(failure.Module.Path).Where(demand => demand.Version == failure.Module.Version).Select(demand => demand.By);
        return new GraphUnavailable(failure.Module.ToString(), state, failure.Reason, Names(failure.Chain), Names(by))
        {
            Error = file?.Fault is { } fault ? FaultOutput.ToWire(fault) : null,
        };
    }

    private GraphRequirements ToRequirements(ModuleReference module) => new(module.ToString(), Names(_graph.RequirementsOf(module)!));

    private static List<string> Names(IEnumerable<ModuleReference> modules) => [.. modules.Select(module => module.ToString())];
}
