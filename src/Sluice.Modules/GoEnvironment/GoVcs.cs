using System.Diagnostics.CodeAnalysis;
using Sluice.Modules.Paths;

namespace Sluice.Modules.GoEnvironment;

/// <summary>
/// Which kinds of version control may be used for which modules, in the syntax of GOVCS (<c>go help vcs</c>): entries <c>PATTERN:KINDS</c> with commas
/// between, where PATTERN is a glob as in GOPRIVATE, <c>public</c> or <c>private</c>, and KINDS are joined by <c>|</c>, or <c>all</c>, or <c>off</c>. The first
/// entry that matches decides; behind the last stand <c>public:git|hg</c> and <c>private:all</c>.
/// </summary>
public sealed class GoVcs
{
    private static readonly string[] Known = ["git", "hg", "svn", "fossil", "bzr", "all", "off"];
    private readonly List<Rule> _rules;

    private GoVcs(string text, List<Rule> rules)
    {
        Text = text;
        _rules = rules;
    }

    /// <summary>The go command's default: <c>public:git|hg,private:all</c>.</summary>
    public static GoVcs Default { get; } = new("", []);

    /// <summary>The list as it was written.</summary>
    public string Text { get; }

    /// <summary>Parses a list; empty is the default. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out GoVcs? vcs, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        vcs = null;
        error = null;
        var rules = new List<Rule>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (entry.Length == 0)
            {
                error = text.Trim().Length == 0 ? null : "there is an empty entry";
                break;
            }

            error = ReadEntry(entry, rules);
            if (error is not null)
            {
                break;
            }
        }

        vcs = error is null ? new GoVcs(text, rules) : null;
        return vcs is not null;
    }

    /// <summary>Whether a kind may be used for a module.</summary>
    /// <param name="path">The module.</param>
    /// <param name="isPrivate">Whether it is one of GOPRIVATE.</param>
    /// <param name="kind"><c>git</c>, <c>hg</c>, <c>svn</c>, <c>fossil</c>.</param>
    public bool Allows(ModulePath path, bool isPrivate, string kind)
    {
        foreach (var rule in _rules)
        {
            if (rule.Matches(path, isPrivate))
            {
                return rule.Kinds.Contains("all") || rule.Kinds.Contains(kind);
            }
        }

        return isPrivate || kind is "git" or "hg";
    }

    private static string? ReadEntry(string entry, List<Rule> rules)
    {
        var colon = entry.IndexOf(':');
        if (colon < 0)
        {
            return $"\"{entry}\" has no colon";
        }

        var pattern = entry[..colon].Trim();
        var kinds = entry[(colon + 1)..].Split('|', StringSplitOptions.TrimEntries);
        if (pattern.Length == 0)
        {
            return $"\"{entry}\" has no pattern before the colon";
        }

        if (Array.Find(kinds, kind => !Known.Contains(kind)) is { } unknown)
        {
            return unknown.Length == 0 ? $"\"{entry}\" lacks a kind of version control" : $"\"{unknown}\" is no kind of version control";
        }

        if (kinds.Distinct().Count() != kinds.Length)
        {
            return $"\"{entry}\" names a kind twice";
        }

        if (rules.Exists(rule => rule.Pattern == pattern))
        {
            return $"the pattern \"{pattern}\" stands there twice, and the second would never be reached";
        }

        if (!PathPatterns.TryParse(pattern, out var globs, out var error))
        {
            return error;
        }

        rules.Add(new Rule(pattern, globs, kinds));
        return null;
    }

    private sealed record Rule(string Pattern, PathPatterns Globs, string[] Kinds)
    {
        public bool Matches(ModulePath path, bool isPrivate) => Pattern switch
        {
            "private" => isPrivate,
            "public" => !isPrivate,
            _ => Globs.Matches(path.Value),
        };
    }
}
