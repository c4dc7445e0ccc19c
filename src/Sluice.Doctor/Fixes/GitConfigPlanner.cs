using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>Plans changes of the account's git configuration. Git itself writes a copy, so that the result is git's, and the change can be shown and taken back.</summary>
internal sealed class GitConfigPlanner(DoctorHost host, FixPrograms programs)
{
    /// <summary>Plans a value. <c>insteadOf</c> may have many: it is added to those that are there.</summary>
    public Task<FixPlan> PlanAsync(Fix.SetGitConfig fix, CancellationToken cancellationToken)
    {
        var isList = fix.Key.EndsWith(".insteadOf", StringComparison.OrdinalIgnoreCase) || fix.Key.EndsWith(".pushInsteadOf", StringComparison.OrdinalIgnoreCase);
        return PlanAsync(fix, async (copy, token) =>
        {
            var values = await programs.ReadAsync(["git", "config", "--file", copy, "--get-all", fix.Key], token);
            return values is not null && HostFiles.SplitLines(values).Contains(fix.Value)
                ? []
                : isList ? ["git", "config", "--file", copy, "--add", fix.Key, fix.Value] : ["git", "config", "--file", copy, "--replace-all", fix.Key, fix.Value];
        }, cancellationToken);
    }

    /// <summary>Plans that a key goes.</summary>
    public Task<FixPlan> PlanAsync(Fix.UnsetGitConfig fix, CancellationToken cancellationToken) => PlanAsync(fix, async (copy, token) =>
        await programs.ReadAsync(["git", "config", "--file", copy, "--get-all", fix.Key], token) is null ? [] : ["git", "config", "--file", copy, "--unset-all", fix.Key], cancellationToken);

    private async Task<FixPlan> PlanAsync(Fix fix, Func<string, CancellationToken, Task<IReadOnlyList<string>>> command, CancellationToken cancellationToken)
    {
        if (Programs.Find(host, "git") is null)
        {
            return FixPlan.ByHand(fix, FixTexts.NoGit);
        }

        if (FileOf() is not { } path)
        {
            return FixPlan.ByHand(fix, FixTexts.NoHome);
        }

        var file = TextFile.Open(host, path);
        if (file.Problem is not null)
        {
            return FixPlan.ByHand(fix, file.Problem);
        }

        var folder = Directory.CreateTempSubdirectory("sluice-git-");
        try
        {
            var copy = Path.Combine(folder.FullName, "config");
            await File.WriteAllBytesAsync(copy, TextFile.Encode(file.Text ?? ""), cancellationToken);
            if (await command(copy, cancellationToken) is { Count: > 0 } arguments && await programs.ReadAsync(arguments, cancellationToken) is null)
            {
                return FixPlan.ByHand(fix, FixTexts.Text($"git refused: {string.Join(' ', arguments.Skip(4))}", $"git 拒绝：{string.Join(' ', arguments.Skip(4))}"));
            }

            var after = HostFiles.ReadBytes(copy) is { } bytes && TextFile.TryDecode(bytes, out var text) ? text : null;
            return FixPlan.Of(fix, after is null || (after.Length == 0 && file.Text is null) ? [] : file.ChangeTo(after));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The file of <c>git config --global</c>.</summary>
    private string? FileOf()
    {
        if (host.Variable("GIT_CONFIG_GLOBAL") is { } set)
        {
            return set;
        }

        if (host.Home is not { } home)
        {
            return null;
        }

        var first = Path.Combine(home, ".gitconfig");
        var second = Path.Combine(host.Variable("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "git", "config");
        return !File.Exists(first) && File.Exists(second) ? second : first;
    }
}
