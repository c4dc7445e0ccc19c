namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>A small deterministic generator (splitmix64, https://prng.di.unimi.it/splitmix64.c): the same numbers in every run.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to below the bound.</summary>
    public int Next(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, each order of magnitude as likely as the next.</summary>
    public int NextOnLogarithmicScale(int least, int most) => (int)(least * Math.Pow((double)most / least, Next(1_000_001) / 1_000_000.0));

    /// <summary>Bytes that no compressor makes smaller.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count; at += sizeof(ulong))
        {
            var part = BitConverter.GetBytes(Next()).AsSpan();
            part[..Math.Min(part.Length, count - at)].CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    /// <summary>The same items in another order.</summary>
    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        for (var last = shuffled.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }

        return shuffled;
    }

    private ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
