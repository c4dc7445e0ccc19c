namespace Sluice.Fetch.Http;

/// <summary>The content of an answer on its way in: from a socket or from a file.</summary>
internal interface IBody
{
    /// <summary>The announced length; null when there is none.</summary>
    long? LengthBytes { get; }

    /// <summary>The announced media type, lower case, without parameters; null when there is none.</summary>
    string? MediaType { get; }

    /// <summary>Reads the next bytes; 0 at the end.</summary>
    /// <exception cref="FaultException">They do not come.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);
}
