using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.Versions;

/// <summary>
/// A canonical module version: <c>vMAJOR.MINOR.PATCH[-PRERELEASE][+incompatible]</c> (golang.org/x/mod/module, <c>CanonicalVersion</c>).
/// Equality is by text; order is by precedence, and by text between versions of one precedence (<c>v2.0.0</c> before
/// <c>v2.0.0+incompatible</c>), as golang.org/x/mod/semver sorts. Branches, commits and shortened versions are a <see cref="Revision"/>.
/// </summary>
public readonly record struct ModuleVersion : IComparable<ModuleVersion>
{
    /// <summary>Longest version, in characters: as long as a path may be. The go command has no limit.</summary>
    public const int MaxLength = Paths.PathRules.MaxPathLength;

    private const string IncompatibleSuffix = "+incompatible";
    private readonly string? _value;

    private ModuleVersion(string value) => _value = value;

    /// <summary>The version's text; empty for <c>default</c>, which is no version.</summary>
    public string Value => _value ?? "";

    /// <summary>The major version with its <c>v</c>: <c>v2</c>.</summary>
    public ReadOnlySpan<char> Major => Value.AsSpan(0, Math.Max(0, Value.IndexOf('.')));

    /// <summary>Whether the version ends in <c>+incompatible</c>: v2 or later of a module without go.mod.</summary>
    public bool IsIncompatible => Value.EndsWith(IncompatibleSuffix, StringComparison.Ordinal);

    /// <summary>Whether the version has a pre-release part; pseudo-versions have one.</summary>
    public bool IsPrerelease => Value.Contains('-');

    /// <summary>Parses a canonical version. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ModuleVersion version, [NotNullWhen(false)] out string? error)
    {
        version = default;
        if (text.Length > MaxLength)
        {
            error = $"longer than {MaxLength} characters";
            return false;
        }

        if (!SemVer.TryParse(text, out var parsed))
        {
            error = "not a semantic version";
            return false;
        }

        if (parsed.IsShortened || (!parsed.Build.IsEmpty && parsed.Build is not IncompatibleSuffix))
        {
            error = "not a canonical version: want vMAJOR.MINOR.PATCH, without build metadata other than +incompatible";
            return false;
        }

        error = null;
        version = new ModuleVersion(text.ToString());
        return true;
    }

    /// <summary>Parses a canonical version.</summary>
    /// <exception cref="FormatException">The text is no canonical version; the message says why.</exception>
    public static ModuleVersion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var version, out var error) ? version : throw new FormatException($"malformed version \"{text}\": {error}");
    }

    /// <summary>The version as URLs and the module cache spell it, upper-case letters escaped.</summary>
    public string Escape() => Paths.CaseEscaping.Escape(Value);

    /// <summary>The version with <c>+incompatible</c> when it is v2 or later and lacks it; else itself.</summary>
    public ModuleVersion ToIncompatible() =>
        IsIncompatible || Value.Length == 0 || Major is "v0" or "v1" ? this : new ModuleVersion(Value + IncompatibleSuffix);

    /// <inheritdoc/>
    public int CompareTo(ModuleVersion other) =>
        SemVer.Compare(Value, other.Value) is var order && order != 0 ? order : string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
