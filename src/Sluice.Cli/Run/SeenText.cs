namespace Sluice.Cli.Run;

/// <summary>Keeps what the command said, to be read when it has ended: the beginning, and the end of what is too much. Bounded.</summary>
internal sealed class SeenText
{
    /// <summary>Bytes kept of each.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly MemoryStream _head = new();
    private byte[]? _tail;
    private int _tailLength;

    /// <summary>All that was said.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Whether something in the middle is not kept.</summary>
    public bool HasGap => SizeBytes > MaxBytes * 2L;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        SizeBytes += bytes.Length;
        var toHead = (int)Math.Min(bytes.Length, MaxBytes - _head.Length);
        _head.Write(bytes[..toHead]);
        var rest = bytes[toHead..];
        if (rest.IsEmpty)
        {
            return;
        }

        // Twice the room, so that moving the end to the front is seldom.
        var tail = _tail ??= new byte[MaxBytes * 2];
        rest = rest.Length > MaxBytes ? rest[^MaxBytes..] : rest;
        if (_tailLength + rest.Length > tail.Length)
        {
            var kept = Math.Min(_tailLength, MaxBytes);
            tail.AsSpan(_tailLength - kept, kept).CopyTo(tail);
            _tailLength = kept;
        }

        rest.CopyTo(tail.AsSpan(_tailLength));
        _tailLength += rest.Length;
    }

    /// <summary>The pieces that are kept, in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        yield return _head.GetBuffer().AsMemory(0, (int)_head.Length);
        if (_tail is { } tail)
        {
            var kept = Math.Min(_tailLength, MaxBytes);
            yield return tail.AsMemory(_tailLength - kept, kept);
        }
    }
}
