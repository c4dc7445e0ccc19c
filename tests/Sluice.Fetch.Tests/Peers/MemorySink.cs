using Sluice.Core.Ports;

namespace Sluice.Fetch.Tests.Peers;

/// <summary>A sink that keeps what it gets.</summary>
internal sealed class MemorySink : IZipSink
{
    private readonly MemoryStream _bytes = new();

    public List<long?> Resets { get; } = [];

    public byte[] Bytes => _bytes.ToArray();

    public Func<Exception>? Failure { get; init; }

    public long LengthBytes => _bytes.Length;

    public void Reset(long? announcedBytes)
    {
        Resets.Add(announcedBytes);
        _bytes.SetLength(0);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure();
        }

        _bytes.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }
}
