using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Fixes;

/// <summary>
/// Plans variables of the environment for good: lines that set them in the account's start files are put out, and what should hold stands in our block of the shell's
/// start file; on Windows they are the account's variables.
/// </summary>
internal sealed class ShellVariablePlanner(DoctorHost host, FixPrograms programs)
{
    /// <summary>Plans it.</summary>
    /// <param name="fix">The fix that asks for it.</param>
    /// <param name="variables">The variables; null for one that should not be set.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<FixPlan> PlanAsync(Fix fix, IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        var plan = host.System == HostSystem.Windows ? await PlanWindowsAsync(fix, variables, cancellationToken) : PlanFiles(fix, variables);
        var shell = host.System == HostSystem.Windows ? Shell.PowerShell : Shell.Posix;
        var stale = variables.Where(variable => host.Variable(variable.Key) != variable.Value).ToList();
        return plan.State == PlanState.Ready || stale.Count > 0
            ? plan with { Variables = variables, Lines = [.. stale.Select(variable => LineHere(variable, shell)), .. plan.Lines] }
            : plan;
    }

    private static string LineHere(KeyValuePair<string, string?> variable, Shell shell) => FixCommands.LineOf(
        variable.Value is null ? new Fix.UnsetShellVariable(variable.Key, BilingualText.Empty) : new Fix.SetShellVariable(variable.Key, variable.Value, BilingualText.Empty), shell)!;

    private async Task<FixPlan> PlanWindowsAsync(Fix fix, IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        var changes = new List<Change>();
        foreach (var (name, value) in variables)
        {
            var before = await programs.ReadUserVariableAsync(name, cancellationToken);
            if (before != value)
            {
                changes.Add(new Change.UserVariable(name, before, value));
            }
        }

        return FixPlan.Of(fix, changes) with { Notes = changes.Count > 0 ? [FixTexts.RestOfWindow] : [] };
    }

    private FixPlan PlanFiles(Fix fix, IReadOnlyDictionary<string, string?> variables)
    {
        if (ShellProfile.Of(host) is not { } profile)
        {
            return FixPlan.ByHand(fix, FixTexts.NoHome);
        }

        var notes = new List<BilingualText>();
        var edits = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new Dictionary<string, TextFile>(StringComparer.Ordinal);
        var needed = new Dictionary<string, string?>(StringComparer.Ordinal);
        var exports = SurroundingsReader.Read(host).ShellExports;
        foreach (var (name, value) in variables)
        {
            var others = exports.Where(line => line.Name == name && !IsOurs(line)).ToList();
            var isInBlock = exports.Any(line => line.Name == name && IsOurs(line));
            var own = others.Where(line => IsAtHome(line.Origin.File!)).ToList();
            notes.AddRange(others.Except(own).Select(line => FixTexts.SystemWide(name, line.Origin.ToString())));
            foreach (var line in own.Where(line => line.Value != value))
            {
                PutOut(line, files, edits, notes);
            }

            // What is to be gone needs no line of ours, unless it comes from where we cannot take it away.
            var comesFromElsewhere = value is null && host.Variable(name) is not null && own.Count == 0 && !isInBlock;
            if (comesFromElsewhere && others.Count == 0)
            {
                notes.Add(FixTexts.SetElsewhere(name));
            }

            if (value is not null ? !own.Exists(line => line.Value == value) : comesFromElsewhere)
            {
                needed[name] = value;
            }
        }

        Block(profile, variables, needed, files, edits, notes);
        return Finish(fix, files, edits, notes);
    }

    private FixPlan Finish(Fix fix, Dictionary<string, TextFile> files, Dictionary<string, string> edits, List<BilingualText> notes)
    {
        var blocked = files.Values.FirstOrDefault(file => file.Problem is not null);
        if (blocked is not null)
        {
            return FixPlan.ByHand(fix, [.. notes, blocked.Problem!]);
        }

        var changes = edits.SelectMany(edit => files[edit.Key].ChangeTo(edit.Value)).ToList();
        if (changes.Count > 0)
        {
            notes.Add(FixTexts.OldTerminal);
        }

        return FixPlan.Of(fix, changes) with { Notes = notes };
    }

    /// <summary>Makes a comment of a line.</summary>
    private void PutOut(SettingValue line, Dictionary<string, TextFile> files, Dictionary<string, string> edits, List<BilingualText> notes)
    {
        var path = line.Origin.File!;
        var file = Open(path, files);
        if (file.Text is null)
        {
            return;
        }

        var text = edits.GetValueOrDefault(path, file.Text);
        var lines = text.Split('\n');
        lines[line.Origin.Line!.Value - 1] = $"# sluice: {lines[line.Origin.Line!.Value - 1]}";
        edits[path] = string.Join('\n', lines);
        notes.Add(new BilingualText($"{line.Origin}: {line.Name} is put out, as a comment", $"{line.Origin}：{line.Name} 改为注释"));
    }

    private void Block(
        ShellProfile profile,
        IReadOnlyDictionary<string, string?> variables,
        Dictionary<string, string?> needed,
        Dictionary<string, TextFile> files,
        Dictionary<string, string> edits,
        List<BilingualText> notes)
    {
        var file = Open(profile.Path, files);
        if (file.Problem is not null)
        {
            return;
        }

        var text = edits.GetValueOrDefault(profile.Path, file.Text ?? "");
        var block = ManagedBlock.Read(text);
        IReadOnlyList<string> kept = [.. block.Where(line => ShellProfile.VariableOf(line) is not { } name || !variables.ContainsKey(name))];
        var lines = profile.Replace(kept, needed);
        if (lines.SequenceEqual(block))
        {
            return;
        }

        edits[profile.Path] = ManagedBlock.Write(text, lines, FixTexts.WrittenByUs.English, file.LineEnd);
    }

    private TextFile Open(string path, Dictionary<string, TextFile> files) => files.TryGetValue(path, out var file) ? file : files[path] = TextFile.Open(host, path);

    private static bool IsOurs(SettingValue line) => HostFiles.ReadText(line.Origin.File!) is { } text && ManagedBlock.Contains(text, line.Origin.Line!.Value);

    private bool IsAtHome(string file) => file.StartsWith(host.Home + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
