using Microsoft.Win32.SafeHandles;

namespace Sluice.Modules.Archives;

/// <summary>Bytes at offsets: what reading a zip needs. The caller owns what is underneath.</summary>
internal abstract class ZipSource
{
    /// <summary>Length when the reading began.</summary>
    public abstract long LengthBytes { get; }

    /// <summary>Reads at an offset within the length; 0 when there is nothing any more.</summary>
    /// <exception cref="IOException">Reading fails.</exception>
    public abstract int Read(long offset, Span<byte> target);

    /// <summary>A stream that seeks. One reader at a time; its position moves.</summary>
    public static ZipSource Of(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream is { CanSeek: true, CanRead: true }
            ? new StreamSource(stream)
            : throw new ArgumentException("A zip's directory is at its end: the stream must seek.", nameof(stream));
    }

    /// <summary>A file, for any number of readers at once; its position does not move.</summary>
    public static ZipSource Of(SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new FileSource(file);
    }

    private sealed class StreamSource(Stream stream) : ZipSource
    {
        public override long LengthBytes { get; } = stream.Length;

        public override int Read(long offset, Span<byte> target)
        {
            stream.Position = offset;
            return stream.Read(target);
        }
    }

    private sealed class FileSource(SafeFileHandle file) : ZipSource
    {
        public override long LengthBytes { get; } = RandomAccess.GetLength(file);

        public override int Read(long offset, Span<byte> target) => RandomAccess.Read(file, target, offset);
    }
}
