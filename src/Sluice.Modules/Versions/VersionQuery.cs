using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.Versions;

/// <summary>
/// What may follow the <c>@</c> of a module on the command line (https://go.dev/ref/mod#version-queries). A closed hierarchy: the nested
/// types are all there are. <see cref="VersionSelection"/> answers it.
/// </summary>
public abstract record VersionQuery
{
    private VersionQuery()
    {
    }

    /// <summary>Parses a query. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionQuery? query, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        query = text switch
        {
            "latest" => new Latest(),
            "upgrade" => new Upgrade(),
            "patch" => new Patch(),
            "none" => new None(),
            _ => null,
        };
        error = null;
        if (query is not null)
        {
            return true;
        }

        if (text.StartsWith('<') || text.StartsWith('>'))
        {
            return TryParseComparison(text, out query, out error);
        }

        if (SemVer.TryParse(text, out var version) && version.IsShortened)
        {
            query = new Prefix(text);
            return true;
        }

        if (!Versions.Revision.TryParse(text, out var revision, out error))
        {
            return false;
        }

        query = SemVer.IsValid(text) ? new Exact(revision) : new Named(revision);
        return true;
    }

    /// <summary>Parses a query.</summary>
    /// <exception cref="FormatException">The text is no query; the message says why.</exception>
    public static VersionQuery Parse(string text) => TryParse(text, out var query, out var error) ? query : throw new FormatException($"malformed version query \"{text}\": {error}");

    /// <summary>The query as it is written.</summary>
    public abstract override string ToString();

    private static bool TryParseComparison(string text, out VersionQuery? query, out string? error)
    {
        query = null;
        var length = text.Length > 1 && text[1] == '=' ? 2 : 1;
        var comparison = (text[0], length) switch
        {
            ('<', 1) => VersionComparison.Less,
            ('<', _) => VersionComparison.LessOrEqual,
            ('>', 1) => VersionComparison.Greater,
            _ => VersionComparison.GreaterOrEqual,
        };
        var bound = text[length..];
        if (!SemVer.TryParse(bound, out var version))
        {
            error = $"invalid semantic version \"{bound}\" in range \"{text}\"";
            return false;
        }

        // Nobody could say whether <=v1.2 allows v1.2.3.
        if (version.IsShortened && comparison is VersionComparison.LessOrEqual or VersionComparison.Greater)
        {
            error = $"ambiguous semantic version \"{bound}\" in range \"{text}\"";
            return false;
        }

        error = null;
        query = new Range(comparison, bound);
        return true;
    }

    /// <summary><c>latest</c>: the highest release, else the highest pre-release, else the latest commit.</summary>
    public sealed record Latest : VersionQuery
    {
        /// <inheritdoc/>
        public override string ToString() => "latest";
    }

    /// <summary><c>upgrade</c>: as <see cref="Latest"/>, but never below the current version.</summary>
    public sealed record Upgrade : VersionQuery
    {
        /// <inheritdoc/>
        public override string ToString() => "upgrade";
    }

    /// <summary><c>patch</c>: the latest with the current version's major and minor numbers.</summary>
    public sealed record Patch : VersionQuery
    {
        /// <inheritdoc/>
        public override string ToString() => "patch";
    }

    /// <summary><c>none</c>: no version at all; the module is to be dropped.</summary>
    public sealed record None : VersionQuery
    {
        /// <inheritdoc/>
        public override string ToString() => "none";
    }

    /// <summary><c>v1</c>, <c>v1.2</c>: the latest of those.</summary>
    /// <param name="Version">The shortened version.</param>
    public sealed record Prefix(string Version) : VersionQuery
    {
        /// <inheritdoc/>
        public override string ToString() => Version;
    }

    /// <summary><c>&lt;v1.5.0</c>, <c>&gt;=v1.2.3</c>: the version nearest to the bound.</summary>
    /// <param name="Comparison">On which side.</param>
    /// <param name="Bound">A semantic version; shortened only after <c>&lt;</c> and <c>&gt;=</c>.</param>
    public sealed record Range(VersionComparison Comparison, string Bound) : VersionQuery
    {
        /// <inheritdoc/>
        public override string ToString() => Comparison switch
        {
            VersionComparison.Less => "<",
            VersionComparison.LessOrEqual => "<=",
            VersionComparison.Greater => ">",
            _ => ">=",
        } + Bound;
    }

    /// <summary>A whole semantic version, canonical or with build metadata: <c>v1.2.3</c>, <c>v1.2.3+meta</c>.</summary>
    /// <param name="Revision">The version.</param>
    public sealed record Exact(Revision Revision) : VersionQuery
    {
        /// <inheritdoc/>
        public override string ToString() => Revision.Value;
    }

    /// <summary>A branch, another tag, or the beginning of a commit hash.</summary>
    /// <param name="Revision">Its name.</param>
    public sealed record Named(Revision Revision) : VersionQuery
    {
        /// <inheritdoc/>
        public override string ToString() => Revision.Value;
    }
}

/// <summary>The sides of a <see cref="VersionQuery.Range"/>.</summary>
public enum VersionComparison
{
    /// <summary><c>&lt;</c>: the highest below.</summary>
    Less,

    /// <summary><c>&lt;=</c>: the highest up to.</summary>
    LessOrEqual,

    /// <summary><c>&gt;</c>: the lowest above.</summary>
    Greater,

    /// <summary><c>&gt;=</c>: the lowest from.</summary>
    GreaterOrEqual,
}
