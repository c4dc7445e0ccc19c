using System.Globalization;
using System.Text.Json;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>
/// What fixes changed, one file each in <c>sluice/undo</c> of the account's folder for configuration. Start files of shells may hold secrets: only the account itself
/// may read the folder.
/// </summary>
public sealed class UndoJournal(DoctorHost host)
{
    private const int MaxEntries = 500;
    private readonly string? _folder = SluiceFolder.Of(host) is { } folder ? Path.Combine(folder, "undo") : null;

    /// <summary>The folder; null where no variable tells of a home.</summary>
    public string? Folder => _folder;

    /// <summary>The entries, the newest first. Files that are none are passed over.</summary>
    public IReadOnlyList<JournalEntry> List() => _folder is null || !Directory.Exists(_folder)
        ? []
        : [.. Directory.GetFiles(_folder, "*.json").OrderDescending(StringComparer.Ordinal).Take(MaxEntries).Select(Read).OfType<JournalEntry>()];

    /// <summary>Writes what is about to be changed, before it is: a crash in the middle can be taken back.</summary>
    /// <exception cref="FixException">It cannot be written.</exception>
    internal JournalEntry Begin(string title, IReadOnlyList<Change> changes)
    {
        if (_folder is null)
        {
            throw new FixException("no variable tells the home folder: there is no place for the undo journal");
        }

        var now = host.Time.GetUtcNow();
        try
        {
            MakeFolder(_folder);
            for (var number = 1; ; number++)
            {
                var entry = new JournalEntry(string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{number:00}"), now, title, changes);
                if (!File.Exists(PathOf(entry)))
                {
                    Write(entry);
                    return entry;
                }
            }
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            throw new FixException($"{_folder} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Writes an entry again, as taken back.</summary>
    internal void Close(JournalEntry entry) => Write(entry with { UndoneAt = host.Time.GetUtcNow() });

    /// <summary>Forgets an entry: nothing of it was done.</summary>
    internal void Drop(JournalEntry entry) => File.Delete(PathOf(entry));

    private void Write(JournalEntry entry)
    {
        var temporary = PathOf(entry) + ".new";
        var options = new FileStreamOptions { Mode = System.IO.FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, entry, FixJson.Default.JournalEntry);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, PathOf(entry), overwrite: true);
    }

    private static JournalEntry? Read(string path)
    {
        try
        {
            var entry = HostFiles.ReadBytes(path) is { } bytes ? JsonSerializer.Deserialize(bytes, FixJson.Default.JournalEntry) : null;
            return entry?.Schema == JournalEntry.CurrentSchema ? entry : null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private string PathOf(JournalEntry entry) => Path.Combine(_folder!, entry.Id + ".json");

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
