namespace Sluice.Modules.Tests.Archives;

/// <summary>Random-looking numbers, the same in every run (xorshift64*).</summary>
internal sealed class Numbers(ulong seed)
{
    private ulong _state = (seed * 2) + 1;

    /// <summary>From 0 to below the limit.</summary>
    public int Next(int limit)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545F4914F6CDD1DUL >> 33) % (ulong)limit);
    }

    public void Fill(Span<byte> bytes)
    {
        foreach (ref var b in bytes)
        {
            b = (byte)Next(256);
        }
    }
}
