namespace Sluice.Core.Ports;

/// <summary>
/// An opened zip of the store. Many callers may share one file handle: read at explicit offsets only, and dispose the lease, not the file.
/// </summary>
public sealed class StoredZip : IDisposable
{
    private Action? _release;

    /// <summary>Wraps an open file.</summary>
    /// <param name="file">Opened for asynchronous reading; its position is nobody's business.</param>
    /// <param name="writtenAt">Last modification.</param>
    /// <param name="release">Called once, when the lease ends.</param>
    public StoredZip(FileStream file, DateTimeOffset writtenAt, Action release)
        : this(file, RandomAccess.GetLength((file ?? throw new ArgumentNullException(nameof(file))).SafeFileHandle), writtenAt, release)
    {
    }

    /// <summary>Wraps an open file whose length is known, without asking the operating system again.</summary>
    /// <param name="file">Opened for asynchronous reading; its position is nobody's business.</param>
    /// <param name="sizeBytes">Its length, 0 or more.</param>
    /// <param name="writtenAt">Last modification.</param>
    /// <param name="release">Called once, when the lease ends.</param>
    public StoredZip(FileStream file, long sizeBytes, DateTimeOffset writtenAt, Action release)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(sizeBytes);
        File = file;
        SizeBytes = sizeBytes;
        WrittenAt = writtenAt;
        _release = release;
    }

    /// <summary>The file, for <see cref="RandomAccess"/> and sendfile.</summary>
    public FileStream File { get; }

    /// <summary>The zip's length.</summary>
    public long SizeBytes { get; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset WrittenAt { get; }

    /// <summary>A stream of its own over the zip, valid while the lease is.</summary>
    public HandleStream OpenRead() => new(File.SafeFileHandle, SizeBytes);

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
