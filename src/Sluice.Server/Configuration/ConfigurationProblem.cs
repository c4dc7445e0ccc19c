namespace Sluice.Server.Configuration;

/// <summary>One mistake in a configuration.</summary>
/// <param name="Severity">Whether it stops the start.</param>
/// <param name="Origin">Where it was written.</param>
/// <param name="Key">The full key, <c>routes[1].match</c>; empty when the file as a whole is meant.</param>
/// <param name="Message">What is wrong, without a full stop. Holds no secret.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ConfigurationProblem(ProblemSeverity Severity, SettingOrigin Origin, string Key, string Message, string Remedy)
{
    /// <summary>One line: <c>sluice.yaml:3:7: error: data: has no value; write …</c>.</summary>
    public override string ToString() =>
        $"{Origin.Location}: {(Severity == ProblemSeverity.Error ? "error" : "warning")}: {(Key.Length == 0 ? "" : Key + ": ")}{Message}; {Remedy}";
}

/// <summary>How bad a <see cref="ConfigurationProblem"/> is.</summary>
public enum ProblemSeverity
{
    /// <summary>The configuration is used all the same.</summary>
    Warning,

    /// <summary>The configuration is not used.</summary>
    Error,
}
