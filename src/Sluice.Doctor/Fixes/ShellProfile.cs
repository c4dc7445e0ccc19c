using System.Text.RegularExpressions;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>The start file of the account's shell, and how it spells variables.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsFish">Whether it is fish's, which has a syntax of its own.</param>
internal sealed partial record ShellProfile(string Path, bool IsFish)
{
    /// <summary>
    /// The file that new terminals read: <c>.bashrc</c> (on macOS, where terminals are login shells, <c>.bash_profile</c>), <c>.zshrc</c>, fish's <c>config.fish</c>, else
    /// <c>.profile</c>. Null without a home.
    /// </summary>
    public static ShellProfile? Of(DoctorHost host)
    {
        if (host.Home is not { } home)
        {
            return null;
        }

        return System.IO.Path.GetFileName(host.Variable("SHELL") ?? "") switch
        {
            "bash" => new ShellProfile(System.IO.Path.Combine(home, host.System == HostSystem.MacOS ? ".bash_profile" : ".bashrc"), IsFish: false),
            "zsh" => new ShellProfile(System.IO.Path.Combine(host.Variable("ZDOTDIR") ?? home, ".zshrc"), IsFish: false),
            "fish" => new ShellProfile(System.IO.Path.Combine(host.Variable("XDG_CONFIG_HOME") ?? System.IO.Path.Combine(home, ".config"), "fish", "config.fish"), IsFish: true),
            _ => new ShellProfile(System.IO.Path.Combine(home, ".profile"), IsFish: false),
        };
    }

    /// <summary>The line that sets a variable, or with null takes it away.</summary>
    public string LineOf(string name, string? value)
    {
        if (IsFish)
        {
            return value is null ? $"set -e {name}" : $"set -gx {name} '{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
        }

        return value is null ? $"unset {name}" : $"export {name}={FixCommands.Quote(value, Shell.Posix)}";
    }

    /// <summary>The variable that a line of ours, or of a common spelling, sets or takes away; null for others.</summary>
    public static string? VariableOf(string line) => Assignment().Match(line) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Lines of the block with a variable's line replaced.</summary>
    public IReadOnlyList<string> Replace(IReadOnlyList<string> block, IReadOnlyDictionary<string, string?> variables)
    {
        var kept = block.Where(line => VariableOf(line) is not { } name || !variables.ContainsKey(name));
        return [.. kept.Concat(variables.Select(variable => LineOf(variable.Key, variable.Value))).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"^\s*(?:export\s+|unset\s+|set\s+-(?:gx|e)\s+|typeset\s+-x\s+)?([A-Za-z_][A-Za-z0-9_]*)(?:[=\s].*)?$")]
    private static partial Regex Assignment();
}
