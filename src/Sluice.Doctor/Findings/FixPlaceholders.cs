namespace Sluice.Doctor.Findings;

/// <summary>
/// Fills <c>{host}</c>, <c>{module}</c>, <c>{prefix}</c> (what to enter into GOPRIVATE), <c>{version}</c> and <c>{url}</c> in texts and fixes with what a finding is
/// about. What is not known becomes a word in capitals in commands, as in the help of programs (<c>HOST</c>), and a plain word in prose.
/// </summary>
public static class FixPlaceholders
{
    /// <summary>Names of the placeholders, without braces.</summary>
    public static IReadOnlyList<string> Names { get; } = ["host", "module", "prefix", "version", "url"];

    /// <summary>A text filled in.</summary>
    public static string Fill(string text, Subject subject)
    {
        foreach (var name in text.Contains('{', StringComparison.Ordinal) ? Names : [])
        {
            text = text.Replace($"{{{name}}}", ValueOf(name, subject) ?? name.ToUpperInvariant(), StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Prose filled in, in both languages.</summary>
    public static BilingualText Fill(BilingualText text, Subject subject) =>
        new(Fill(Prose(text.English, subject, English), subject), Fill(Prose(text.Chinese, subject, Chinese), subject));

    /// <summary>A fix filled in.</summary>
    public static Fix Fill(Fix fix, Subject subject)
    {
        var why = Fill(fix.Why, subject);
        return fix switch
        {
            Fix.SetGoVariable set => set with { Value = Fill(set.Value, subject), Why = why },
            Fix.SetShellVariable set => set with { Value = Fill(set.Value, subject), Why = why },
            Fix.RunCommand run => run with { Arguments = [.. run.Arguments.Select(argument => Fill(argument, subject))], Why = why },
            Fix.SetGitConfig git => git with { Key = Fill(git.Key, subject), Value = Fill(git.Value, subject), Why = why },
            Fix.UnsetGitConfig git => git with { Key = Fill(git.Key, subject), Why = why },
            Fix.SetHostsEntry entry => entry with { Host = Fill(entry.Host, subject), Why = why },
            Fix.RemoveHostsEntries entry => entry with { Host = Fill(entry.Host, subject), Why = why },
            Fix.RemoveFromCache entry => entry with { Module = Fill(entry.Module, subject), Version = Fill(entry.Version, subject), Why = why },
            Fix.ExemptFromProxy exempt => exempt with { Hosts = Fill(exempt.Hosts, subject), Why = why },
            Fix.EditFile edit => edit with
            {
                Path = Fill(edit.Path, subject),
                Remove = edit.Remove is null ? null : Fill(edit.Remove, subject),
                Add = edit.Add is null ? null : Fill(edit.Add, subject),
                Why = why,
            },
            _ => fix with { Why = why },
        };
    }

    private static readonly (string Name, string Word)[] English = [("host", "the host"), ("module", "the module"), ("prefix", "the module"), (" version", ""), ("version", "the version")];

    private static readonly (string Name, string Word)[] Chinese = [("host", "该主机"), ("module", "该模块"), ("prefix", "该模块"), (" version", ""), ("version", "该版本")];

    private static string Prose(string text, Subject subject, (string Name, string Word)[] words)
    {
        foreach (var (name, word) in text.Contains('{', StringComparison.Ordinal) ? words : [])
        {
            if (ValueOf(name.Trim(), subject) is null)
            {
                text = text.Replace(name[0] == ' ' ? $" {{{name[1..]}}}" : $"{{{name}}}", word, StringComparison.Ordinal);
            }
        }

        return text;
    }

    private static string? ValueOf(string name, Subject subject) => name switch
    {
        "host" => subject.Host,
        "module" => subject.Module,
        "prefix" => PrefixOf(subject.Module) ?? subject.Host,
        "version" => subject.Version,
        _ => subject.Url,
    };

    /// <summary>What to enter into GOPRIVATE for a module: the owner's part on hosts with owners (<c>github.com/acme</c>), the host elsewhere.</summary>
    private static string? PrefixOf(string? module)
    {
        if (module?.Split('/') is not { Length: > 1 } parts)
        {
            return module;
        }

        return parts[0] is "github.com" or "gitlab.com" or "bitbucket.org" or "gitee.com" or "codeberg.org" ? $"{parts[0]}/{parts[1]}" : parts[0];
    }
}
