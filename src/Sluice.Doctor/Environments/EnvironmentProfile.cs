using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Environments;

/// <summary>Settings that go together under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Go">Settings of the go command; null for one that goes back to the go command's own value.</param>
/// <param name="Shell">Variables of the shell; null for one that is not to be set.</param>
/// <param name="Origin">The file that it comes from; null for those of Sluice.</param>
public sealed record EnvironmentProfile(
    string Name,
    BilingualText Description,
    IReadOnlyDictionary<string, string?> Go,
    IReadOnlyDictionary<string, string?> Shell,
    string? Origin = null);
