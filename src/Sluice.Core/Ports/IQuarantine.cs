using Sluice.Core.Records;

namespace Sluice.Core.Ports;

/// <summary>Keeps content that must never be given out, with the evidence against it, for people to look at. Safe to call concurrently.</summary>
public interface IQuarantine
{
    /// <summary>Keeps evidence, and a copy of the content where there is room for it. The same content of the same source is kept once.</summary>
    /// <param name="evidence">What is known.</param>
    /// <param name="content">The content, from its beginning; the caller disposes it.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="StoreException">It could not be kept.</exception>
    ValueTask<bool> AddAsync(QuarantineEvidence evidence, Stream content, CancellationToken cancellationToken);
}
