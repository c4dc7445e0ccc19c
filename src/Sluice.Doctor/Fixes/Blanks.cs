using System.Text.RegularExpressions;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Fixes;

/// <summary>Finds what is to be filled in by a person: words in capitals, as the help of programs has them (<c>http://USER:PASSWORD@PROXY:PORT</c>, <c>$HTTP_PROXY</c>).</summary>
internal static partial class Blanks
{
    /// <summary>Whether something of a fix is to be filled in.</summary>
    public static bool IsOpen(Fix fix) => Texts(fix).Any(text => Word().IsMatch(text));

    private static IEnumerable<string> Texts(Fix fix) => fix switch
    {
        Fix.SetGoVariable set => [set.Value],
        Fix.SetShellVariable set => [set.Value],
        Fix.RunCommand run => run.Arguments,
        Fix.SetGitConfig git => [git.Key, git.Value],
        Fix.UnsetGitConfig git => [git.Key],
        Fix.SetHostsEntry entry => [entry.Host, entry.Address],
        Fix.RemoveHostsEntries entries => [entries.Host],
        Fix.RemoveFromCache entry => [entry.Version],
        Fix.ExemptFromProxy exempt => [exempt.Hosts],
        Fix.TrustAuthority trust => [trust.File],
        Fix.EditFile edit => [edit.Add ?? ""],
        _ => [],
    };

    // Not part of a longer word, nor of a path's element with other marks: /tmp/ABC-1 of a test is no blank.
    [GeneratedRegex(@"(?:^|[\s/@:=,|$.\-])[A-Z][A-Z_]{2,}(?=$|[\s@:=,|/.])")]
    private static partial Regex Word();
}
