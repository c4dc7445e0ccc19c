using Sluice.Cli.Run;

namespace Sluice.Cli.Tests.Run;

public sealed class SeenTextTests
{
    [Theory]
    [InlineData(SeenText.MaxBytes - 1)]
    [InlineData(SeenText.MaxBytes)]
    [InlineData(SeenText.MaxBytes + 1)]
    [InlineData(SeenText.MaxBytes * 2)]
    [InlineData((SeenText.MaxBytes * 7) + 13)]
    public void The_beginning_and_the_end_are_kept(int size)
    {
        var seen = new SeenText();
        var text = new byte[size];
        for (var i = 0; i < size; i++)
        {
            text[i] = (byte)(i * 31 / 7);
        }

        for (var at = 0; at < size; at += 50_021)
        {
            seen.Add(text.AsSpan(at, Math.Min(50_021, size - at)));
        }

        byte[] kept = [.. seen.Pieces().SelectMany(piece => piece.ToArray())];
        Assert.Equal(size, seen.SizeBytes);
        Assert.Equal(Math.Min(size, SeenText.MaxBytes * 2), kept.Length);
        var head = Math.Min(size, SeenText.MaxBytes);
        Assert.True(text.AsSpan(0, head).SequenceEqual(kept.AsSpan(0, head)));
        Assert.True(text.AsSpan(size - (kept.Length - head)).SequenceEqual(kept.AsSpan(head)));
    }
}
