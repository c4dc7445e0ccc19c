using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>
/// Our lines in a file that belongs to somebody else: one block between two marks at the end. What stands outside of it is never touched; a block without lines is
/// taken away whole, with the blank line that was put before it.
/// </summary>
internal static class ManagedBlock
{
    /// <summary>How the first line begins.</summary>
    public const string Start = "# >>> sluice >>>";

    /// <summary>The last line.</summary>
    public const string End = "# <<< sluice <<<";

    /// <summary>The block's lines; empty when there is none.</summary>
    public static IReadOnlyList<string> Read(string? text)
    {
        var lines = HostFiles.SplitLines(text ?? "");
        return Find(lines) is { } place ? lines[(place.First + 1)..place.Last] : [];
    }

    /// <summary>Whether a line, from 1, is in the block.</summary>
    public static bool Contains(string text, int line) => Find(HostFiles.SplitLines(text)) is { } place && line - 1 >= place.First && line - 1 <= place.Last;

    /// <summary>The text with other lines in the block.</summary>
    /// <param name="text">The file's text; null when it is not there.</param>
    /// <param name="lines">The lines; none to take the block away.</param>
    /// <param name="purpose">What the first line says behind the mark.</param>
    /// <param name="lineEnd">What lines end with.</param>
    public static string Write(string? text, IReadOnlyList<string> lines, string purpose, string lineEnd)
    {
        text ??= "";
        IReadOnlyList<string> block = lines.Count == 0 ? [] : [$"{Start} {purpose}", .. lines, End];
        var all = HostFiles.SplitLines(text);
        if (Find(all) is { } place)
        {
            var before = lines.Count == 0 && place.First > 0 && all[place.First - 1].Length == 0 ? place.First - 1 : place.First;
            return Join([.. all[..before], .. block, .. all[(place.Last + 1)..]], lineEnd);
        }

        if (lines.Count == 0)
        {
            return text;
        }

        var start = text.Length == 0 ? "" : text.EndsWith('\n') ? text + lineEnd : text + lineEnd + lineEnd;
        return start + Join(block, lineEnd);
    }

    private static string Join(IEnumerable<string> lines, string lineEnd) => string.Concat(lines.Select(line => line + lineEnd));

    private static (int First, int Last)? Find(string[] lines)
    {
        var first = Array.FindIndex(lines, line => line.StartsWith(Start, StringComparison.Ordinal));
        var last = first < 0 ? -1 : Array.IndexOf(lines, End, first);
        return last < 0 ? null : (first, last);
    }
}
