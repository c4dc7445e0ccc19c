using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.SumDb;

/// <summary>
/// What a checksum database answers to <c>lookup/MODULE@VERSION</c>: a record, and right after it a signed tree head that has it
/// (https://go.dev/design/25530-sumdb#checksum-database). Parsing believes nothing: see <see cref="SumDbClient"/>.
/// </summary>
public sealed class LookupAnswer
{
    /// <summary>Longest answer, in bytes: the longest record and the longest note.</summary>
    public const int MaxBytes = LogRecord.MaxTextBytes + SignedNote.MaxBytes + 64;

    private const string PathStart = "lookup/";

    private LookupAnswer(LogRecord record, ReadOnlyMemory<byte> note)
    {
        Record = record;
        Note = note;
    }

    /// <summary>The record.</summary>
    public LogRecord Record { get; }

    /// <summary>The signed tree head, not opened.</summary>
    public ReadOnlyMemory<byte> Note { get; }

    /// <summary>Parses an answer, which shares the content's memory. The note is not looked at.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> content, [NotNullWhen(true)] out LookupAnswer? answer, [NotNullWhen(false)] out string? error)
    {
        answer = null;
        error = content.Length > MaxBytes ? $"malformed lookup: longer than {MaxBytes} bytes" : null;
        if (error is null && LogRecord.TryParse(content, out var record, out var note, out error))
        {
            answer = new LookupAnswer(record, note);
        }

        return answer is not null;
    }

    /// <summary>The answer of a record and a signed tree head that has it.</summary>
    public static LookupAnswer Of(LogRecord record, ReadOnlyMemory<byte> note)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new LookupAnswer(record, note);
    }

    /// <summary>The path of a lookup below the database's URL: <c>lookup/MODULE@VERSION</c>, case-escaped.</summary>
    public static string PathOf(ModulePath path, ModuleVersion version) => $"{PathStart}{path.Escape()}@{version.Escape()}";

    /// <summary>Reads a path that <see cref="PathOf"/> gives. False for any other.</summary>
    public static bool TryParsePath(string path, out ModulePath module, out ModuleVersion version)
    {
        ArgumentNullException.ThrowIfNull(path);
        (module, version) = (default, default);
        var at = path.LastIndexOf('@');
        return path.StartsWith(PathStart, StringComparison.Ordinal)
            && at >= PathStart.Length
            && CaseEscaping.TryUnescape(path.AsSpan(PathStart.Length, at - PathStart.Length), out var moduleText) && ModulePath.TryParse(moduleText, out module, out _)
            && CaseEscaping.TryUnescape(path.AsSpan(at + 1), out var versionText) && ModuleVersion.TryParse(versionText, out version, out _);
    }

    /// <summary>The answer for a record under a signed tree head.</summary>
    public static byte[] Format(LogRecord record, ReadOnlySpan<byte> note)
    {
        ArgumentNullException.ThrowIfNull(record);
        return [.. record.Format(), .. note];
    }

    /// <summary>
    /// The hashes that the record has for a module version, with their algorithm: <c>h1:…</c>. Usually one; others than <c>h1:</c> may come. Empty if none. Only the
    /// record is searched, which the log vouches for, never the note (https://go.dev/issue/80745).
    /// </summary>
    public IReadOnlyList<string> HashesOf(ModulePath path, ModuleVersion version, GoSumKind kind)
    {
        var start = $"{path.Value} {version.Value}{(kind == GoSumKind.GoMod ? "/go.mod" : "")} ";
        var lines = Encoding.UTF8.GetString(Record.Text.Span).Split('\n');
        return [.. lines.Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..])];
    }
}
