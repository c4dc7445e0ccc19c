using Microsoft.AspNetCore.Http;
using Sluice.Core.Ports;

namespace Sluice.Server.SendFile;

/// <summary>Writes a range of a stored zip as a response's body.</summary>
internal static class ZipBody
{
    /// <summary>
    /// Piece of the path without sendfile (TLS, HTTP/2): larger ones take less processor time a byte, and that much more memory for each transfer.
    /// </summary>
    private const int PieceBytes = 64 * 1024;

    /// <summary>Sends the bytes. Status and headers, Content-Length among them, are set. False when the client left, or did not get all of it.</summary>
    public static async Task<bool> SendAsync(HttpContext context, StoredZip zip, long offset, long count, TransferWatchdog watchdog)
    {
        using var transfer = watchdog.Watch(context);
        if (context.Features.Get<SocketOutput>() is { } output)
        {
            return await SendFileAsync(context, output, zip, offset, count, transfer);
        }

        return await CopyAsync(context, zip, offset, count, transfer);
    }

    private static async Task<bool> SendFileAsync(HttpContext context, SocketOutput output, StoredZip zip, long offset, long count, TransferWatchdog.Transfer transfer)
    {
        // The headers must be in the output before file mode begins.
        await context.Response.StartAsync();
        var body = context.Response.BodyWriter;
        while (count > 0)
        {
            var piece = (int)Math.Min(count, SocketOutput.MaxRangeBytes);
            output.SendFileRange(zip.File, offset);
            body.GetMemory(piece);
            body.Advance(piece);
            var result = await body.FlushAsync();
            if (result.IsCompleted)
            {
                context.Abort();
                return false;
            }

            transfer.Progress();
            offset += piece;
            count -= piece;
        }

        return true;
    }

    private static async Task<bool> CopyAsync(HttpContext context, StoredZip zip, long offset, long count, TransferWatchdog.Transfer transfer)
    {
        var body = context.Response.BodyWriter;
        while (count > 0)
        {
            var memory = body.GetMemory((int)Math.Min(count, PieceBytes));
            var read = RandomAccess.Read(zip.File.SafeFileHandle, memory.Span[..(int)Math.Min(memory.Length, count)], offset);
            if (read == 0)
            {
                // The file is shorter than it was: nothing that a client should take for whole.
                context.Abort();
                return false;
            }

            body.Advance(read);
            var result = await body.FlushAsync();
            if (result.IsCompleted || context.RequestAborted.IsCancellationRequested)
            {
                return false;
            }

            transfer.Progress();
            offset += read;
            count -= read;
        }

        return true;
    }
}
