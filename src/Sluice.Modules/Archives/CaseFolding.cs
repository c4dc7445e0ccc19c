using System.Text;

namespace Sluice.Modules.Archives;

/// <summary>
/// Unicode simple case folding, as Go's <c>strings.EqualFold</c> has it: two texts fold to the same text exactly when they are equal but for
/// case. <c>K</c> and the Kelvin sign are, <c>ß</c> and <c>ss</c> are not. Letters that Unicode got after version 13 fold as well.
/// </summary>
internal static class CaseFolding
{
    private const char LongS = 'ſ';

    /// <summary>Folds a text; the text itself when nothing is to fold.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="scratch">At least as long as the text.</param>
    public static ReadOnlySpan<char> Fold(ReadOnlySpan<char> text, Span<char> scratch)
    {
        if (!text.ContainsAnyInRange('A', 'Z') && Ascii.IsValid(text))
        {
            return text;
        }

        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            length += Fold(rune).EncodeToUtf16(scratch[length..]);
        }

        return scratch[..length];
    }

    /// <summary>
    /// Upper case first, so that σ and ς (both Σ) meet. The long s is the only letter that the platform's tables leave alone and Unicode does
    /// not (found by comparing every code point with Go's table).
    /// </summary>
    internal static Rune Fold(Rune rune) => rune.Value == LongS ? new Rune('s') : Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));
}
