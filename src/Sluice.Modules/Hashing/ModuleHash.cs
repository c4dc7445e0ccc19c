using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Sluice.Modules.Archives;

namespace Sluice.Modules.Hashing;

/// <summary>The hashes of go.sum: of a module zip, of a list of files, of a go.mod. Safe to call concurrently, each with its own stream.</summary>
public static class ModuleHash
{
    /// <summary>Most bytes of content that are decompressed: as many as a module may have. What a zip declares is not trusted.</summary>
    public const long MaxContentBytes = ModuleZip.MaxZipBytes;

    /// <summary>Most threads that hash one zip.</summary>
    public const int MaxDegreeOfParallelism = 16;

    private const int BufferBytes = 64 * 1024;

    /// <summary>
    /// Hashes a zip's content, in constant memory beside its directory. False when it is no zip, when content is cut short, does not have its
    /// declared length or CRC, needs another method than store and deflate, or exceeds <see cref="MaxContentBytes"/>; when there are more
    /// than <see cref="ModuleZip.MaxPaths"/> entries; and when a name holds a newline. Whether it is a <i>module's</i> zip is not looked at:
    /// see <see cref="ModuleZip.Check"/>.
    /// </summary>
    /// <param name="zip">Readable and seekable; its position is moved. The caller disposes it.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="problem">What is wrong, with the entry that it is wrong with.</param>
    /// <param name="cancellationToken">Looked at between pieces of 64 KiB.</param>
    /// <exception cref="IOException">The stream fails. No content of it makes this method throw.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static bool TryHashZip(
        Stream zip, out DirHash hash, [NotNullWhen(false)] out ZipProblem? problem, CancellationToken cancellationToken)
    {
        problem = new ZipHasher(ZipSource.Of(zip), degreeOfParallelism: 1).Run(out hash, cancellationToken);
        return problem is null;
    }

    /// <summary>As the other overload, for a file, on several threads: entries are shared out, so two threads halve the time of most zips.</summary>
    /// <param name="zip">Open for reading; its position does not matter. The caller disposes it.</param>
    /// <param name="degreeOfParallelism">Threads, from 1 to <see cref="MaxDegreeOfParallelism"/>; the calling one is among them. Each takes 190 KB.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="problem">
    /// What is wrong, with the entry that it is wrong with; the same for every degree, but for the entry that goes beyond
    /// <see cref="MaxContentBytes"/>.
    /// </param>
    /// <param name="cancellationToken">Looked at between pieces of 64 KiB.</param>
    /// <inheritdoc cref="TryHashZip(Stream, out DirHash, out ZipProblem?, CancellationToken)"/>
    public static bool TryHashZip(
        SafeFileHandle zip, int degreeOfParallelism, out DirHash hash, [NotNullWhen(false)] out ZipProblem? problem, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degreeOfParallelism, MaxDegreeOfParallelism);
        problem = new ZipHasher(ZipSource.Of(zip), degreeOfParallelism).Run(out hash, cancellationToken);
        return problem is null;
    }

    /// <summary>
    /// Hashes files, in any order. False when a name holds a newline. Names are those of the zip: <c>example.com/m@v1.0.0/go.mod</c>.
    /// </summary>
    /// <param name="files">The files; each is opened once, read to its end and disposed.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="cancellationToken">Looked at between pieces of 64 KiB.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static bool TryHashFiles(
        IEnumerable<HashedFile> files, out DirHash hash, [NotNullWhen(false)] out ZipProblem? problem, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var sorted = files.Select(static file => (Name: Encoding.UTF8.GetBytes(file.Name), file.Open)).ToList();
        sorted.Sort(static (x, y) => x.Name.AsSpan().SequenceCompareTo(y.Name));
        hash = default;
        using var summary = new HashSummary();
        using var content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            foreach (var (name, open) in sorted)
            {
                problem = ZipHasher.CheckName(name);
                if (problem is not null)
                {
                    return false;
                }

                using var stream = open();
                for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    content.AppendData(buffer, 0, read);
                }

                content.GetHashAndReset(digest);
                summary.Add(name, digest);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        problem = null;
        hash = summary.Finish();
        return true;
    }

    /// <summary>The hash of a go.mod, go.sum's <c>/go.mod</c> line: that of a tree of one file named <c>go.mod</c>.</summary>
    public static DirHash HashGoMod(ReadOnlySpan<byte> goMod)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(goMod, digest);
        using var summary = new HashSummary();
        summary.Add("go.mod"u8, digest);
        return summary.Finish();
    }
}

/// <summary>A file to hash.</summary>
/// <param name="Name">Slash-separated, as in the zip.</param>
/// <param name="Open">Opens its content.</param>
public readonly record struct HashedFile(string Name, Func<Stream> Open);
