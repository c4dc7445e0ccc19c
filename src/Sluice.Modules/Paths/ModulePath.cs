using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.Paths;

/// <summary>
/// A module path as go.mod spells it: <c>golang.org/x/text</c>, <c>gopkg.in/yaml.v3</c>, <c>example.com/Big/v2</c>. Upper and lower case
/// differ. Grammar: golang.org/x/mod/module, <c>CheckPath</c>.
/// </summary>
public readonly record struct ModulePath : IComparable<ModulePath>
{
    private readonly string? _value;

    private ModulePath(string value) => _value = value;

    /// <summary>The path's text; empty for <c>default</c>, which names no module.</summary>
    public string Value => _value ?? "";

    /// <summary>The first element, a host name: <c>golang.org</c>.</summary>
    public ReadOnlySpan<char> Host => Value.AsSpan() is var value && value.IndexOf('/') is var slash && slash >= 0 ? value[..slash] : value;

    /// <summary>Parses a path. On failure <paramref name="error"/> says why, in the go command's words.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ModulePath path, [NotNullWhen(false)] out string? error)
    {
        path = default;
        error = CheckText(text);
        if (error is not null)
        {
            return false;
        }

        path = new ModulePath(text.ToString());
        return true;
    }

    /// <summary>Parses a path.</summary>
    /// <exception cref="FormatException">The text is no module path; the message says why.</exception>
    public static ModulePath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var path, out var error) ? path : throw new FormatException($"malformed module path \"{text}\": {error}");
    }

    /// <summary>The path split before its major version suffix (<c>/v2</c>, or <c>.v2</c> under gopkg.in); see <see cref="PathMajor"/>.</summary>
    public PathMajor SplitMajor() => PathMajor.Split(Value, out var split) ? split : new PathMajor(Value, "");

    /// <summary>The path as URLs and the module cache spell it: each upper-case letter becomes <c>!</c> and its lower case.</summary>
    public string Escape() => CaseEscaping.Escape(Value);

    /// <inheritdoc/>
    public int CompareTo(ModulePath other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? CheckText(ReadOnlySpan<char> text)
    {
        var error = PathRules.Check(text, PathKind.Module);
        if (error is not null)
        {
            return error;
        }

        var slash = text.IndexOf('/');
        error = PathRules.CheckHost(slash < 0 ? text : text[..slash]);
        if (error is not null)
        {
            return error;
        }

        return PathMajor.IsWellFormed(text) ? null : "invalid version suffix: gopkg.in paths end in .vN, others in /vN with N from 2, without leading zeros";
    }
}
