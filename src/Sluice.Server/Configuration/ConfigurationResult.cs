namespace Sluice.Server.Configuration;

/// <summary>A configuration, or why there is none; and in both cases what was read.</summary>
/// <param name="Settings">The configuration; null when a problem is an error.</param>
/// <param name="Problems">All mistakes: those of the file in its order, then those of the environment, then those of flags.</param>
/// <param name="Values">Every setting in the order of <see cref="SettingSchema"/>, then the entries of lists.</param>
/// <param name="File">The file that was read, as it was named; null for none.</param>
public sealed record ConfigurationResult(
    GatewaySettings? Settings,
    IReadOnlyList<ConfigurationProblem> Problems,
    IReadOnlyList<EffectiveValue> Values,
    string? File);

/// <summary>What a setting is, and why.</summary>
/// <param name="Key">The full key: <c>cache.listTtl</c>, <c>routes[0].match</c>.</param>
/// <param name="Value">The value as text, secrets and user info masked; empty when the setting is not set and has no default.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record EffectiveValue(string Key, string Value, SettingOrigin Origin);
