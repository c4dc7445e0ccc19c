using System.Globalization;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>Plans edits of files and their permission bits.</summary>
internal sealed class FilePlanner(DoctorHost host)
{
    /// <summary>Plans an edit: a text is replaced, taken out, or a line is added at the end. Every place of the text is meant.</summary>
    public FixPlan Plan(Fix.EditFile fix)
    {
        var file = TextFile.Open(host, Expand(fix.Path));
        if (file.Problem is not null)
        {
            return FixPlan.ByHand(fix, file.Problem);
        }

        var text = file.Text ?? "";
        if (fix.Remove is { Length: > 0 } remove)
        {
            if (!text.Contains(remove, StringComparison.Ordinal))
            {
                var isDone = fix.Add is { Length: > 0 } wanted && text.Contains(wanted, StringComparison.Ordinal);
                return isDone ? FixPlan.Done(fix) : FixPlan.ByHand(fix, FixTexts.NotFound(remove, fix.Path));
            }

            text = fix.Add is null ? WithoutLines(text, remove) : text.Replace(remove, fix.Add, StringComparison.Ordinal);
        }
        else if (fix.Add is { Length: > 0 } add && !HostFiles.SplitLines(text).Contains(add))
        {
            text = (text.Length == 0 || text.EndsWith('\n') ? text : text + file.LineEnd) + add + file.LineEnd;
        }

        return FixPlan.Of(fix, file.ChangeTo(text)).OrByRoot($"sudoedit {FixCommands.Quote(fix.Path, Shell.Posix)}");
    }

    /// <summary>Plans permission bits.</summary>
    public FixPlan Plan(Fix.SetFileMode fix)
    {
        var path = Expand(fix.Path);
        var real = HostFiles.Resolve(path);
        if (host.System == HostSystem.Windows || !Path.Exists(real) || !IsMode(fix.Mode))
        {
            return FixPlan.ByHand(fix, FixTexts.CannotRead(fix.Path));
        }

        var before = HostFiles.ModeOf(Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real)) ?? "";
        return before == fix.Mode ? FixPlan.Done(fix) : FixPlan.Of(fix, new Change.FileMode(real, before, fix.Mode));
    }

    /// <summary>Octal digits behind a zero, without set-id bits.</summary>
    internal static bool IsMode(string mode) =>
        mode.Length == 4 && mode[0] == '0' && mode.All(c => c is >= '0' and <= '7') && int.Parse(mode, CultureInfo.InvariantCulture) > 0;

    /// <summary>Takes a text out; a line that is empty without it goes whole.</summary>
    private static string WithoutLines(string text, string remove)
    {
        var lines = text.Split('\n').Where(line => line.TrimEnd('\r') != remove);
        return string.Join('\n', lines).Replace(remove, "", StringComparison.Ordinal);
    }

    private string Expand(string path) => path.StartsWith("~/", StringComparison.Ordinal) && host.Home is { } home ? Path.Combine(home, path[2..]) : Path.GetFullPath(path, host.WorkingDirectory);
}
