using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Upstreams;

/// <summary>The content of a file. Its length is that of its opening: a file that grows or shrinks meanwhile is cut short.</summary>
internal sealed class FileBody(FileStream file) : IBody, IDisposable
{
    public long? LengthBytes { get; } = file.Length;

    public string? MediaType => null;

    /// <summary>Bytes read so far.</summary>
    public long ReceivedBytes { get; private set; }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var count = await file.ReadAsync(buffer, cancellationToken);
            ReceivedBytes += count;
            return count;
        }
        catch (IOException exception)
        {
            throw new FaultException(FaultCodes.UpstreamFailed.At(detail: "the file cannot be read"), exception);
        }
    }

    public void Dispose() => file.Dispose();
}
