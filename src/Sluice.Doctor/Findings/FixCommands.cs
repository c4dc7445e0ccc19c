namespace Sluice.Doctor.Findings;

/// <summary>Writes fixes as lines to type.</summary>
public static class FixCommands
{
    private const string SafeMarks = "-_./:=@,+%";

    /// <summary>One line for the shell; null for fixes that are no command (edits, advice, links).</summary>
    public static string? LineOf(Fix fix, Shell shell) => fix switch
    {
        Fix.SetGoVariable set => $"go env -w {Quote($"{set.Name}={set.Value}", shell)}",
        Fix.UnsetGoVariable unset => $"go env -u {unset.Name}",
        Fix.SetShellVariable set => shell == Shell.PowerShell ? $"$env:{set.Name} = {QuoteAlways(set.Value, shell)}" : $"export {set.Name}={Quote(set.Value, shell)}",
        Fix.UnsetShellVariable unset => shell == Shell.PowerShell ? $"Remove-Item Env:{unset.Name}" : $"unset {unset.Name}",
        Fix.RunCommand run => string.Join(' ', run.Arguments.Select(argument => Quote(argument, shell))),
        Fix.SetGitConfig git => $"git config --global {Quote(git.Key, shell)} {Quote(git.Value, shell)}",
        Fix.UnsetGitConfig git => $"git config --global --unset-all {Quote(git.Key, shell)}",
        Fix.SetHostsEntry entry => $"sluice doctor hosts --add {Quote($"{entry.Host}={entry.Address}", shell)} --for {entry.Minutes}m",
        Fix.RemoveHostsEntries entry => $"sluice doctor hosts --remove {Quote(entry.Host, shell)}",
        Fix.RemoveFromCache => "sluice doctor cache --repair",
        Fix.SetFileMode mode => shell == Shell.Posix ? $"chmod {mode.Mode} {Quote(mode.Path, shell)}" : null,
        _ => null,
    };

    /// <summary>The kind's name in JSON and in files of the knowledge base: <c>go-env</c>, <c>run</c>.</summary>
    public static string KindOf(Fix fix) => fix switch
    {
        Fix.SetGoVariable => "go-env",
        Fix.UnsetGoVariable => "go-env-unset",
        Fix.SetShellVariable => "shell",
        Fix.UnsetShellVariable => "shell-unset",
        Fix.RunCommand => "run",
        Fix.SetGitConfig => "git-config",
        Fix.UnsetGitConfig => "git-config-unset",
        Fix.SetHostsEntry => "hosts",
        Fix.RemoveHostsEntries => "hosts-remove",
        Fix.SetNameServers => "name-servers",
        Fix.FlushDns => "flush-dns",
        Fix.RemoveFromCache => "cache-remove",
        Fix.TrustAuthority => "trust",
        Fix.ExemptFromProxy => "no-proxy",
        Fix.SetFileMode => "mode",
        Fix.EditFile => "edit",
        Fix.Link => "link",
        _ => "advice",
    };

    /// <summary>An argument as a shell takes it: as it is where it is harmless, else in quotes.</summary>
    public static string Quote(string text, Shell shell) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || SafeMarks.Contains(c, StringComparison.Ordinal)) && !NeedsCare(text, shell) ? text : QuoteAlways(text, shell);

    /// <summary>PowerShell takes a comma for a list and a leading @ for a splat.</summary>
    private static bool NeedsCare(string text, Shell shell) => shell == Shell.PowerShell && (text.Contains(',', StringComparison.Ordinal) || text[0] is '@' or '%');

    /// <summary>An argument in quotes, whatever is in it.</summary>
    public static string QuoteAlways(string text, Shell shell) => shell == Shell.PowerShell
        ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
