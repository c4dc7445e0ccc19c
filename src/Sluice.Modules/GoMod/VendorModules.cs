using Sluice.Modules.GoMod.Syntax;
using Sluice.Modules.Versions;

namespace Sluice.Modules.GoMod;

/// <summary>A module in <c>vendor/modules.txt</c>.</summary>
/// <param name="Module">Path and version; an empty version stands for a replacement of all versions.</param>
/// <param name="Replacement">What replaces it; a directory has no version. Null when nothing does.</param>
/// <param name="IsExplicit">Whether go.mod requires it.</param>
/// <param name="GoVersion">Its go directive; null when it has none, or the file is from before Go 1.17.</param>
/// <param name="Packages">The vendored packages of it, as import paths; none for what is there as a replacement or requirement only.</param>
public sealed record VendoredModule(
    ModuleReference Module, ModuleReference? Replacement, bool IsExplicit, string? GoVersion, IReadOnlyList<string> Packages);

/// <summary>
/// A <c>vendor/modules.txt</c>, read as the go command reads it: lines that mean nothing are passed over
/// (cmd/go/internal/modload, <c>readVendorList</c>). Immutable.
/// </summary>
public sealed class VendorModules
{
    private VendorModules(IReadOnlyList<VendoredModule> modules) => Modules = modules;

    /// <summary>All modules, in the file's order.</summary>
    public IReadOnlyList<VendoredModule> Modules { get; }

    /// <summary>Reads the file. Nothing about it is an error; what is beyond <see cref="GoModLimits.MaxFileBytes"/> is not looked at.</summary>
    public static VendorModules Parse(ReadOnlySpan<byte> content)
    {
        var text = LosslessText.Decode(content[..Math.Min(content.Length, GoModLimits.MaxFileBytes)]);
        var entries = new Dictionary<ModuleReference, Entry>();
        var order = new List<Entry>();
        Entry? at = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                at = ReadModule(line, entries, order, at);
                continue;
            }

            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                at?.ReadNotes(line["## ".Length..]);
                continue;
            }

            if (at is not null && line.Trim() is { Length: > 0 } package && !package.Any(char.IsWhiteSpace))
            {
                at.Packages.Add(package);
            }
        }

        return new VendorModules([.. order.Select(entry => entry.ToModule())]);
    }

    private static Entry? ReadModule(string line, Dictionary<ModuleReference, Entry> entries, List<Entry> order, Entry? previous)
    {
        var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 3)
        {
            return previous;
        }

        var hasVersion = SemVer.IsValid(fields[2]);
        if (!hasVersion && fields[2] != "=>")
        {
            return null;
        }

        var module = new ModuleReference(fields[1], hasVersion ? fields[2] : "");
        if (!entries.TryGetValue(module, out var entry))
        {
            entries[module] = entry = new Entry(module);
            order.Add(entry);
        }

        var rest = fields.AsSpan(hasVersion ? 3 : 2);
        if (rest.Length is 2 or 3 && rest[0] == "=>")
        {
            entry.Replacement = new ModuleReference(rest[1], rest.Length == 3 ? rest[2] : "");
        }

        return entry;
    }

    private sealed class Entry(ModuleReference module)
    {
        public ModuleReference? Replacement { get; set; }

        public List<string> Packages { get; } = [];

        private bool IsExplicit { get; set; }

        private string? GoVersion { get; set; }

        public void ReadNotes(string notes)
        {
            foreach (var note in notes.Split(';', StringSplitOptions.TrimEntries))
            {
                IsExplicit |= note == "explicit";
                GoVersion = note.StartsWith("go ", StringComparison.Ordinal) ? note["go ".Length..] : GoVersion;
            }
        }

        public VendoredModule ToModule() => new(module, Replacement, IsExplicit, GoVersion, Packages);
    }
}
