using System.Buffers;
using System.Globalization;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Upstreams;

/// <summary>Takes bodies in, whole or not at all. The one place where limits, lengths and <see cref="BodyChecks"/> are held, for all sources.</summary>
internal static class BodyIntake
{
    /// <summary>Copies move this much at a time.</summary>
    private const int CopyBytes = 128 * 1024;

    private const int FirstBufferBytes = 16 * 1024;

    /// <summary>Reads a document and checks it.</summary>
    public static async ValueTask<byte[]> ReadDocumentAsync(Artefact artefact, IBody body, BodyLimits limits, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(body, limits.Of(artefact.Kind), cancellationToken);
        return BodyChecks.Check(artefact, bytes, body.MediaType) is { } fault ? throw new FaultException(fault) : bytes;
    }

    /// <summary>Reads what the protocol leaves opaque; only a web page is refused.</summary>
    public static async ValueTask<byte[]> ReadOpaqueAsync(IBody body, long limitBytes, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(body, limitBytes, cancellationToken);
        return BodyChecks.CheckOpaque(bytes, body.MediaType) is { } fault ? throw new FaultException(fault) : bytes;
    }

    /// <summary>Reads a body of at most <paramref name="limitBytes"/>.</summary>
    /// <exception cref="FaultException">It is too big, cut short, or does not come.</exception>
    public static async ValueTask<byte[]> ReadAsync(IBody body, long limitBytes, CancellationToken cancellationToken)
    {
        CheckAnnounced(body, limitBytes);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }

                var count = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (count == 0)
                {
                    CheckLength(body, length);
                    return buffer[..length];
                }

                length += count;
                if (length > limitBytes)
                {
                    throw TooBig(limitBytes);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Copies a zip into a sink. Its start is looked at before the sink gets the first byte.</summary>
    /// <returns>The zip's length.</returns>
    /// <exception cref="FaultException">It is too big, cut short, a web page, or does not come. What the sink has is worthless.</exception>
    public static async ValueTask<long> CopyZipAsync(IBody body, IZipSink sink, long limitBytes, CancellationToken cancellationToken)
    {
        CheckAnnounced(body, limitBytes);
        sink.Reset(body.LengthBytes);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            var length = 0L;
            var count = await ReadStartAsync(body, buffer, cancellationToken);
            if (BodyChecks.CheckZipStart(buffer.AsSpan(0, count), body.MediaType) is { } fault)
            {
                throw new FaultException(fault);
            }

            while (count > 0)
            {
                length += count;
                if (length > limitBytes)
                {
                    throw TooBig(limitBytes);
                }

                await sink.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                count = await body.ReadAsync(buffer, cancellationToken);
            }

            CheckLength(body, length);
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<int> ReadStartAsync(IBody body, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (length < BodyChecks.ZipStartBytes && await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count)
        {
            length += count;
        }

        return length;
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static void CheckAnnounced(IBody body, long limitBytes)
    {
        if (body.LengthBytes > limitBytes)
        {
            throw TooBig(limitBytes);
        }
    }

    private static void CheckLength(IBody body, long length)
    {
        if (body.LengthBytes is { } announced && announced != length)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"{length} of {announced} bytes");
            throw new FaultException(FaultCodes.Truncated.At(detail: detail));
        }
    }

    private static FaultException TooBig(long limitBytes) =>
        new(FaultCodes.TooBig.At(detail: string.Create(CultureInfo.InvariantCulture, $"more than {limitBytes} bytes")));
}
