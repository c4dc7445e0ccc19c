using System.Buffers;

namespace Sluice.Modules.Archives;

/// <summary>
/// Brings the files of a module into a zip. Contents are read one after another, small ones compressed side by side, and all written in order: the bytes
/// do not depend on the number of processors, and what is in memory at a time has a limit.
/// </summary>
internal sealed class ZipAssembly(ZipWriter writer, int workers)
{
    /// <summary>Larger files are compressed while they are read.</summary>
    private const int MaxSmallBytes = 1024 * 1024;

    /// <summary>Most small files on their way, for each worker.</summary>
    private const int FilesAWorker = 8;

    private readonly Queue<Task<DeflatedFile>> _waiting = new();

    /// <summary>Adds files. Null when all were whole and fit, else what is wrong with the first that did not.</summary>
    public async Task<ZipProblem?> AddAsync(IReadOnlyList<ModuleFile> files, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var reason = await AddAsync(file, cancellationToken);
                if (reason is not null)
                {
                    return new ZipProblem(file.Path, reason);
                }

                if (writer.UncompressedBytes > ModuleZip.MaxZipBytes)
                {
                    return ModuleZip.TooLargeTree;
                }

                if (writer.LengthBytes > ModuleZip.MaxZipBytes)
                {
                    return ModuleZip.TooLarge(writer.LengthBytes);
                }
            }

            await WriteDownToAsync(0);
            return null;
        }
        finally
        {
            while (_waiting.TryDequeue(out var task))
            {
                (await task).Dispose();
            }
        }
    }

    private async Task<string?> AddAsync(ModuleFile file, CancellationToken cancellationToken)
    {
        await using var content = await file.OpenAsync(cancellationToken);
        var size = file.SizeOf(content);
        if (size > MaxSmallBytes)
        {
            await WriteDownToAsync(0);
            return writer.Add(file.Path, size, content, cancellationToken);
        }

        // One more than there should be: it would show.
        var wanted = (int)size + 1;
        var bytes = ArrayPool<byte>.Shared.Rent(wanted);
        var length = await content.ReadAtLeastAsync(bytes.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken);
        if (length != size)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            return ZipWriter.WrongSize(length, size);
        }

        await WriteDownToAsync((workers * FilesAWorker) - 1);
        _waiting.Enqueue(Task.Run(() => Deflate(file.Path, bytes, length), CancellationToken.None));
        return null;
    }

    private static DeflatedFile Deflate(string path, byte[] bytes, int length)
    {
        try
        {
            return DeflatedFile.Make(path, bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Writes the oldest files until so many are left.</summary>
    private async ValueTask WriteDownToAsync(int count)
    {
        while (_waiting.Count > count)
        {
            using var file = await _waiting.Dequeue();
            writer.Add(file);
        }
    }
}
