using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Modules.Paths;

namespace Sluice.Modules.Versions;

/// <summary>
/// What stands before <c>.info</c> in a request: a canonical version, or a query for one by branch, tag, commit prefix or shortened
/// version. One ASCII path element without <c>!</c> (golang.org/x/mod/module, <c>EscapeVersion</c>); case matters.
/// </summary>
public readonly record struct Revision
{
    private readonly string? _value;

    private Revision(string value) => _value = value;

    /// <summary>The revision's text; empty for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Parses a revision. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Revision revision, [NotNullWhen(false)] out string? error)
    {
        revision = default;
        error = PathRules.CheckElement(text, PathKind.File) ?? (text.Contains('!') ? "holds an exclamation mark" : null);
        error ??= Ascii.IsValid(text) ? null : "holds a character beyond ASCII, which no escaping covers";
        error ??= text.Length > PathRules.MaxPathLength ? $"longer than {PathRules.MaxPathLength} characters" : null;
        if (error is not null)
        {
            return false;
        }

        revision = new Revision(text.ToString());
        return true;
    }

    /// <summary>The revision of a version.</summary>
    public static Revision Of(ModuleVersion version) => new(version.Value);

    /// <summary>
    /// Whether this is a canonical version that belongs to the module's path. Only then must an <c>.info</c> repeat it byte for byte,
    /// and only then may its answer be kept for good: <c>v2.0.0</c> of a path without <c>/v2</c> is a query for <c>v2.0.0+incompatible</c>.
    /// </summary>
    public bool IsVersionOf(ModulePath path, out ModuleVersion version) =>
        ModuleVersion.TryParse(Value, out version, out _) && path.SplitMajor().Matches(version);

    /// <summary>The revision as URLs and the module cache spell it, upper-case letters escaped.</summary>
    public string Escape() => CaseEscaping.Escape(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
