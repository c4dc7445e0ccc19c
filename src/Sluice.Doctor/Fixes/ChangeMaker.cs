using System.Globalization;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Doctor.Fixes;

/// <summary>Makes single changes, and takes them back.</summary>
internal sealed class ChangeMaker(FixPrograms programs)
{
    private readonly FileReplacement _files = new(programs);

    /// <summary>Makes a change.</summary>
    /// <exception cref="FixException">It could not be made.</exception>
    public Task MakeAsync(Change change, CancellationToken cancellationToken) => change switch
    {
        Change.FileText text => _files.ReplaceAsync(text.Path, text.Before, text.After, cancellationToken),
        Change.FileMode mode => SetModeAsync(mode.Path, mode.Before, mode.After),
        Change.UserVariable variable => RunAsync(FixPrograms.SetUserVariable(variable.Name, variable.After), cancellationToken),
        Change.Setting setting => RunAsync(setting.Apply, cancellationToken),
        Change.Run run => RunAsync(run.Arguments, cancellationToken),
        Change.Removal removal => Task.Run(() => Remove(removal), cancellationToken),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Takes a change back, where what it left is still there.</summary>
    public async Task<UndoneChange> TakeBackAsync(Change change, CancellationToken cancellationToken)
    {
        try
        {
            switch (change)
            {
                case Change.FileText text:
                    return await TakeBackAsync(text, cancellationToken);
                case Change.FileMode mode:
                    if (ModeOf(mode.Path) is var now && now != mode.After)
                    {
                        return new UndoneChange(change, now == mode.Before ? UndoOutcome.AlreadyBefore : UndoOutcome.ChangedSince);
                    }

                    await SetModeAsync(mode.Path, mode.After, mode.Before);
                    return new UndoneChange(change, UndoOutcome.Restored);
                case Change.UserVariable variable:
                    var value = await programs.ReadUserVariableAsync(variable.Name, cancellationToken);
                    if (value != variable.After)
                    {
                        return new UndoneChange(change, value == variable.Before ? UndoOutcome.AlreadyBefore : UndoOutcome.ChangedSince);
                    }

                    await RunAsync(FixPrograms.SetUserVariable(variable.Name, variable.Before), cancellationToken);
                    return new UndoneChange(change, UndoOutcome.Restored);
                case Change.Setting setting:
                    await RunAsync(setting.Restore, cancellationToken);
                    return new UndoneChange(change, UndoOutcome.Restored);
                default:
                    return new UndoneChange(change, UndoOutcome.NothingToRestore);
            }
        }
        catch (FixException exception)
        {
            return new UndoneChange(change, UndoOutcome.Failed, exception.Message);
        }
    }

    private async Task<UndoneChange> TakeBackAsync(Change.FileText text, CancellationToken cancellationToken)
    {
        var now = FileReplacement.Read(text.Path);
        if (now != text.After)
        {
            return new UndoneChange(text, now == text.Before ? UndoOutcome.AlreadyBefore : UndoOutcome.ChangedSince);
        }

        await _files.ReplaceAsync(text.Path, text.After, text.Before, cancellationToken);
        return new UndoneChange(text, UndoOutcome.Restored);
    }

    private async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var run = await programs.RunAsync(arguments, cancellationToken);
        if (run is { Outcome: CommandOutcome.Ended, ExitCode: 0 })
        {
            return;
        }

        var how = run.Outcome switch
        {
            CommandOutcome.Missing => "there is no such program",
            CommandOutcome.TimedOut => "it did not come to an end",
            _ => string.Create(CultureInfo.InvariantCulture, $"exit code {run.ExitCode}: {LastLine(run)}"),
        };
        throw new FixException($"{string.Join(' ', arguments)}: {how}");
    }

    private static string LastLine(CommandRun run) =>
        HostFiles.SplitLines(run.Errors.Trim().Length > 0 ? run.Errors : run.Output).LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "no word why";

    private static string? ModeOf(string path) => HostFiles.ModeOf(Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path));

    private static Task SetModeAsync(string path, string expected, string mode)
    {
        if (OperatingSystem.IsWindows())
        {
            return Task.CompletedTask;
        }

        if (ModeOf(path) != expected)
        {
            throw new FixException($"{path} was changed by somebody else meanwhile");
        }

        try
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            throw new FixException($"{path}: {exception.Message}", exception);
        }

        return Task.CompletedTask;
    }

    /// <summary>Removes files and folders. The go command makes folders of its cache read-only: they are made writable first. Links are removed, never followed.</summary>
    private static void Remove(Change.Removal removal)
    {
        var root = removal.Root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        foreach (var path in removal.Paths)
        {
            if (!Path.GetFullPath(path).StartsWith(root, StringComparison.Ordinal))
            {
                throw new FixException($"{path} is not in {removal.Root}");
            }

            try
            {
                RemoveOne(path);
            }
            catch (Exception exception) when (HostFiles.IsTrouble(exception))
            {
                throw new FixException($"{path}: {exception.Message}", exception);
            }
        }
    }

    private static void RemoveOne(string path)
    {
        var folder = new DirectoryInfo(path);
        if (!folder.Exists || folder.LinkTarget is not null)
        {
            File.Delete(path);
            return;
        }

        foreach (var inner in folder.EnumerateDirectories("*", new EnumerationOptions { RecurseSubdirectories = false, AttributesToSkip = 0 }).ToList())
        {
            MakeWritable(folder);
            RemoveOne(inner.FullName);
        }

        MakeWritable(folder);
        foreach (var file in folder.EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0 }).ToList())
        {
            if (OperatingSystem.IsWindows())
            {
                file.IsReadOnly = false;
            }

            file.Delete();
        }

        folder.Delete();
    }

    private static void MakeWritable(DirectoryInfo folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode |= UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.UserRead;
        }
    }
}
