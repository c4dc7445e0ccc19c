namespace Sluice.Api.Configuration;

/// <summary>What <c>sluice config check --format json</c> prints.</summary>
/// <param name="File">The configuration file; null when there is none.</param>
/// <param name="Problems">All mistakes.</param>
public sealed record ConfigurationCheckReport(string? File, IReadOnlyList<ConfigurationMistake> Problems)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.config.check/1";
}

/// <summary>What <c>sluice config show --format json</c> prints.</summary>
/// <param name="File">The configuration file; null when there is none.</param>
/// <param name="Values">Every setting, then the entries of lists.</param>
/// <param name="Problems">All mistakes.</param>
public sealed record ConfigurationShowReport(string? File, IReadOnlyList<ConfigurationValue> Values, IReadOnlyList<ConfigurationMistake> Problems)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.config.show/1";
}

/// <summary>A mistake in the configuration.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Origin">Where: <c>sluice.yaml:12:3</c>, <c>environment SLUICE_DATA</c>, <c>flag --data</c>.</param>
/// <param name="Key">The full key; empty when the file as a whole is meant.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ConfigurationMistake(string Severity, string Origin, string Key, string Message, string Remedy)
{
    /// <summary>Line in the file, from 1; null outside of files.</summary>
    public int? Line { get; init; }

    /// <summary>Column in the file, from 1; null outside of files.</summary>
    public int? Column { get; init; }
}

/// <summary>A setting.</summary>
/// <param name="Key">The full key.</param>
/// <param name="Value">Its value, secrets masked; empty when it is not set.</param>
/// <param name="Origin">Where it comes from: <c>default</c>, <c>sluice.yaml:12</c>, <c>environment SLUICE_DATA</c>, <c>flag --data</c>.</param>
public sealed record ConfigurationValue(string Key, string Value, string Origin);
