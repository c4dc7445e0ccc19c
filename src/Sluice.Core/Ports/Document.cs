namespace Sluice.Core.Ports;

/// <summary>A list, <c>@latest</c>, <c>.info</c> or <c>.mod</c>: small, kept in memory, passed on byte for byte.</summary>
/// <param name="Bytes">The content exactly as the source has it. Not to be changed.</param>
/// <param name="Source">The name of the source that answered, without user info: <c>https://proxy.golang.org</c>.</param>
public sealed record Document(ReadOnlyMemory<byte> Bytes, string Source)
{
    /// <summary>The source's ETag, quotes included, to ask again with <see cref="FetchContext.IfNoneMatch"/>; null when it gave none.</summary>
    public string? ETag { get; init; }

    /// <summary>The source said 304: what the asker holds under <see cref="FetchContext.IfNoneMatch"/> is still right, and <see cref="Bytes"/> is empty.</summary>
    public bool NotModified { get; init; }
}
