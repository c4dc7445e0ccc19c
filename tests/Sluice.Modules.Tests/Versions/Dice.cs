namespace Sluice.Modules.Tests.Versions;

/// <summary>A small deterministic generator (xorshift64*): the same texts on every machine and every .NET.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed == 0 ? 1 : seed;

    /// <summary>A number from 0 to below the bound.</summary>
    public int Next(int bound)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 2685821657736338717UL >> 33) % (ulong)bound);
    }

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>Up to so many pieces, one after the other.</summary>
    public string Text(IReadOnlyList<string> pieces, int most) => string.Concat(Enumerable.Range(0, Next(most + 1)).Select(_ => Pick(pieces)));

    /// <summary>A text with one small change: a piece put in, a character dropped or doubled.</summary>
    public string Spoil(string text, IReadOnlyList<string> pieces)
    {
        var at = Next(text.Length + 1);
        return Next(3) switch
        {
            0 => text.Insert(at, Pick(pieces)),
            1 when at < text.Length && !char.IsSurrogate(text[at]) => text.Remove(at, 1),
            _ => at < text.Length && !char.IsSurrogate(text[at]) ? text.Insert(at, text[at].ToString()) : text,
        };
    }
}
