using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.GoMod;

/// <summary>What a line of go.sum vouches for.</summary>
public enum GoSumKind
{
    /// <summary>The module's files: <c>path version h1:…</c>.</summary>
    Zip,

    /// <summary>Its go.mod alone: <c>path version/go.mod h1:…</c>.</summary>
    GoMod,
}

/// <summary>One line of a go.sum.</summary>
/// <param name="Module">The module and its version, without <c>/go.mod</c>; not checked.</param>
/// <param name="Kind">What the hash is of.</param>
/// <param name="Hash">Algorithm and value: <c>h1:</c> and base64. Others than <c>h1:</c> may come; the go command passes over them.</param>
/// <param name="LineNumber">The line, from 1.</param>
public sealed record GoSumEntry(ModuleReference Module, GoSumKind Kind, string Hash, int LineNumber);

/// <summary>
/// A go.sum or go.work.sum file (https://go.dev/ref/mod#go-sum-files): lines of three fields, in the file's order. Immutable.
/// </summary>
public sealed class GoSum
{
    private const string GoModSuffix = "/go.mod";

    /// <summary>
    /// The hash of an empty go.mod. Old go commands wrote it by mistake, newer ones pass over it when they read
    /// (cmd/go/internal/modfetch, <c>emptyGoModHash</c>).
    /// </summary>
    private const string EmptyGoModHash = "h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=";

    private readonly ILookup<(ModuleReference, GoSumKind), string> _hashes;

    private GoSum(IReadOnlyList<GoSumEntry> entries)
    {
        Entries = entries;
        _hashes = entries.Where(entry => entry.Hash != EmptyGoModHash).ToLookup(entry => (entry.Module, entry.Kind), entry => entry.Hash);
    }

    /// <summary>All lines, in order; blank ones left out.</summary>
    public IReadOnlyList<GoSumEntry> Entries { get; }

    /// <summary>
    /// Parses a go.sum, up to <see cref="GoModLimits.MaxFileBytes"/> long with up to <see cref="GoModLimits.MaxSumEntries"/> lines.
    /// </summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="fileName">What errors call the file.</param>
    /// <param name="sum">The file; null on failure.</param>
    /// <param name="errors">Empty on success. Else all lines without exactly three fields.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> content,
        string fileName,
        [NotNullWhen(true)] out GoSum? sum,
        out IReadOnlyList<GoModError> errors)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var found = new GoModErrors(fileName);
        errors = found.All;
        sum = null;
        if (content.Length > GoModLimits.MaxFileBytes)
        {
            found.Add(GoModPosition.Start, GoModLimits.TooLarge);
            return false;
        }

        var entries = ReadEntries(content, found);
        sum = errors.Count == 0 ? new GoSum(entries) : null;
        return sum is not null;
    }

    /// <summary>Parses a go.sum.</summary>
    /// <exception cref="FormatException">The file is malformed; the message has all errors, one a line.</exception>
    public static GoSum Parse(string content, string fileName)
    {
        ArgumentNullException.ThrowIfNull(content);
        return TryParse(Encoding.UTF8.GetBytes(content), fileName, out var sum, out var errors) ? sum : throw new FormatException(string.Join('\n', errors));
    }

    /// <summary>The hashes known for a module, in order; more than one only with several algorithms, or a conflict. Empty if none.</summary>
    public IReadOnlyList<string> HashesOf(ModuleReference module, GoSumKind kind) => [.. _hashes[(module, kind)]];

    /// <summary>The file: each entry on a line, fields parted by one blank, in order. What the go command wrote comes out byte for byte.</summary>
    public byte[] Print()
    {
        var text = new StringBuilder();
        foreach (var entry in Entries)
        {
            text.Append(entry.Module.Path).Append(' ').Append(entry.Module.Version).Append(entry.Kind == GoSumKind.GoMod ? GoModSuffix : "");
            text.Append(' ').Append(entry.Hash).Append('\n');
        }

        return LosslessText.Encode(text.ToString());
    }

    private static List<GoSumEntry> ReadEntries(ReadOnlySpan<byte> content, GoModErrors errors)
    {
        var entries = new List<GoSumEntry>();
        var lineNumber = 0;
        foreach (var range in content.Split((byte)'\n'))
        {
            lineNumber++;
            var line = LosslessText.Decode(content[range]);
            var fields = CountFields(line);
            if (fields == 0)
            {
                continue;
            }

            var position = new GoModPosition(lineNumber, 1, range.Start.Value);
            if (errors.IsFull || entries.Count == GoModLimits.MaxSumEntries)
            {
                errors.Add(position, $"more than {GoModLimits.MaxSumEntries} lines");
                break;
            }

            if (fields != 3)
            {
                errors.Add(position, $"wrong number of fields {fields}");
                continue;
            }

            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            entries.Add(EntryOf(words[0], words[1], words[2], lineNumber));
        }

        return entries;
    }

    /// <summary>Counts before anything is cut: one line may hold millions of words.</summary>
    private static int CountFields(ReadOnlySpan<char> line)
    {
        var count = 0;
        var inWord = false;
        foreach (var character in line)
        {
            var isBlank = char.IsWhiteSpace(character);
            count += !isBlank && !inWord ? 1 : 0;
            inWord = !isBlank;
        }

        return count;
    }

    private static GoSumEntry EntryOf(string path, string version, string hash, int lineNumber)
    {
        var isGoMod = version.EndsWith(GoModSuffix, StringComparison.Ordinal);
        var bare = isGoMod ? version[..^GoModSuffix.Length] : version;
        return new GoSumEntry(new ModuleReference(path, bare), isGoMod ? GoSumKind.GoMod : GoSumKind.Zip, hash, lineNumber);
    }
}
