namespace Sluice.Core.Ports;

/// <summary>Takes a zip as it arrives. One writer at a time.</summary>
public interface IZipSink
{
    /// <summary>Bytes written since the last <see cref="Reset"/>.</summary>
    long LengthBytes { get; }

    /// <summary>Starts anew: drops what was written. Every attempt of every source calls it first.</summary>
    /// <param name="announcedBytes">The length that the source announced, for progress; null when it announced none. Nothing is allocated by it.</param>
    void Reset(long? announcedBytes);

    /// <summary>Appends bytes.</summary>
    /// <exception cref="StoreException">They cannot be kept, for example because the disk is full. Not the source's fault: sources let it pass.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
