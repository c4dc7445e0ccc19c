namespace Sluice.Server.Configuration;

/// <summary>Collects mistakes of one run, in any order.</summary>
internal sealed class ProblemList
{
    private readonly List<ConfigurationProblem> _problems = [];

    public bool HasErrors => _problems.Exists(problem => problem.Severity == ProblemSeverity.Error);

    public void Error(SettingOrigin origin, string key, string message, string remedy) =>
        _problems.Add(new ConfigurationProblem(ProblemSeverity.Error, origin, key, message, remedy));

    public void Warning(SettingOrigin origin, string key, string message, string remedy) =>
        _problems.Add(new ConfigurationProblem(ProblemSeverity.Warning, origin, key, message, remedy));

    /// <summary>By place: the file from top to bottom, then the environment, then flags.</summary>
    public IReadOnlyList<ConfigurationProblem> ToSorted() =>
        [.. _problems.OrderBy(problem => problem.Origin.Kind).ThenBy(problem => problem.Origin.Line).ThenBy(problem => problem.Origin.Column).ThenBy(problem => problem.Origin.Name, StringComparer.Ordinal)];
}
