using Sluice.Cli.Fetching;
using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>prefetch</c> with the readers of go.mod and go.work.</summary>
internal static class GoFileWiring
{
    public static GoFileContent Read(string fileName, string content)
    {
        if (Path.GetExtension(fileName) == ".work")
        {
            return GoWorkFile.TryParse(content, fileName, out var work, out var mistakes)
                ? new GoFileContent([.. Replacements(work.Replacements)], [.. work.Uses.Select(use => use.Path)], [])
                : Failed(mistakes);
        }

        return GoModFile.TryParse(content, fileName, GoModParsing.Strict, out var mod, out var errors)
            ? new GoFileContent([.. Requirements(mod)], [], [])
            : Failed(errors);
    }

    private static GoFileContent Failed(IReadOnlyList<GoModError> errors) => new(
        [],
        [],
        [.. errors.Select(error => new InputProblem($"{error.FileName}:{error.Position.Line}:{error.Position.Column}", error.Message))]);

    /// <summary>What is required, with replacements in place (https://go.dev/ref/mod#go-mod-file-replace): one of the version goes before one of all.</summary>
    private static IEnumerable<GoFileModule> Requirements(GoModFile file)
    {
        foreach (var requirement in file.Requirements)
        {
            var replacement = file.Replacements.LastOrDefault(candidate => candidate.Old == requirement.Module)
                ?? file.Replacements.LastOrDefault(candidate => candidate.Old == new ModuleReference(requirement.Module.Path, ""));
            if (ToModule(replacement?.New ?? requirement.Module, requirement.Position) is { } module)
            {
                yield return module;
            }
        }
    }

    private static IEnumerable<GoFileModule> Replacements(IReadOnlyList<Replacement> replacements) =>
        replacements.Select(replacement => ToModule(replacement.New, replacement.Position)).OfType<GoFileModule>();

    /// <summary>Null for directories, and for what no proxy can serve.</summary>
    private static GoFileModule? ToModule(ModuleReference reference, GoModPosition position) =>
        ModulePath.TryParse(reference.Path, out var path, out _) && ModuleVersion.TryParse(reference.Version, out var version, out _)
            ? new GoFileModule(path, version, position.Line)
            : null;
}
