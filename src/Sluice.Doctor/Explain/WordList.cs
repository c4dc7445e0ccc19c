using System.Text;

namespace Sluice.Doctor.Explain;

/// <summary>Words that a text may begin with; asked for nearly every clause, hence by the first byte. Immutable.</summary>
internal sealed class WordList
{
    private readonly byte[]?[][] _byFirst = new byte[]?[256][];

    public WordList(params string[] words)
    {
        foreach (var group in words.Select(Encoding.UTF8.GetBytes).GroupBy(word => word[0]))
        {
            _byFirst[group.Key] = [.. group];
        }
    }

    /// <summary>The length of the first word of the list that the text begins with; 0 for none.</summary>
    public int LengthAtStart(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || _byFirst[text[0]] is not { } words)
        {
            return 0;
        }

        foreach (var word in words)
        {
            if (text.StartsWith(word))
            {
                return word!.Length;
            }
        }

        return 0;
    }
}
