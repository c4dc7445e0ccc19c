using System.Security.Cryptography;
using Sluice.Modules.Archives;

namespace Sluice.Modules.Hashing;

/// <summary>Hashes one zip; see <see cref="ModuleHash"/>.</summary>
internal sealed class ZipHasher(ZipSource source, int degreeOfParallelism)
{
    private readonly Lock _gate = new();
    private ZipIndex _index = null!;
    private byte[] _digests = [];
    private int _next = -1;
    private long _contentBytes;
    private int _failedNumber = int.MaxValue;
    private string? _failure;

    public ZipProblem? Run(out DirHash hash, CancellationToken cancellationToken)
    {
        hash = default;
        using (var window = new ZipWindow(source))
        {
            var error = ZipIndex.Read(window, out _index);
            if (error is not null)
            {
                return new ZipProblem("", error);
            }
        }

        _digests = new byte[_index.Count * SHA256.HashSizeInBytes];
        HashEntries(cancellationToken);
        if (_failure is not null)
        {
            return new ZipProblem(GoText.Show(_index[_failedNumber].Name), _failure);
        }

        hash = Summarise();
        return null;
    }

    /// <summary>Null when a name may stand in a summary.</summary>
    public static ZipProblem? CheckName(ReadOnlySpan<byte> name) =>
        name.Contains((byte)'\n') ? new ZipProblem(GoText.Show(name), "dirhash: filenames with newlines are not supported") : null;

    private void HashEntries(CancellationToken cancellationToken)
    {
        var threads = Math.Min(degreeOfParallelism, _index.Count);
        if (threads <= 1)
        {
            Work(cancellationToken);
            return;
        }

        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
            Parallel.For(0, threads, options, _ => Work(cancellationToken));
        }
        catch (AggregateException failures) when (failures.InnerExceptions[0] is IOException or OperationCanceledException)
        {
            throw failures.InnerExceptions[0] is IOException error
                ? new IOException(error.Message, error)
                : new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>
    /// Takes entries in order of their names until there are none or one failed. Every entry before a failed one has been taken by then, so
    /// the first failure is the same however many work.
    /// </summary>
    private void Work(CancellationToken cancellationToken)
    {
        using var window = new ZipWindow(source);
        using var content = new ZipContent(window);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var isTooBig = false;
        ZipContent.Sink sink = piece =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            isTooBig = Interlocked.Add(ref _contentBytes, piece.Length) > ModuleHash.MaxContentBytes;
            hash.AppendData(piece);
            return !isTooBig;
        };
        while (Volatile.Read(ref _failedNumber) == int.MaxValue)
        {
            var number = Interlocked.Increment(ref _next);
            if (number >= _index.Count)
            {
                return;
            }

            var entry = _index[number];
            var error = CheckName(entry.Name)?.Reason ?? content.Read(entry, sink);
            if (error is not null)
            {
                Fail(number, isTooBig ? $"content is larger than {ModuleHash.MaxContentBytes} bytes" : error);
                return;
            }

            hash.GetHashAndReset(_digests.AsSpan(number * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes));
        }
    }

    private void Fail(int number, string reason)
    {
        lock (_gate)
        {
            if (number < _failedNumber)
            {
                _failure = reason;
                Volatile.Write(ref _failedNumber, number);
            }
        }
    }

    private DirHash Summarise()
    {
        using var summary = new HashSummary();
        for (var i = 0; i < _index.Count; i++)
        {
            summary.Add(_index[i].Name, _digests.AsSpan(i * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes));
        }

        return summary.Finish();
    }
}
