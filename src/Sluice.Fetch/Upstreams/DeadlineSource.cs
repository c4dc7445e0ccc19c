using System.Globalization;
using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// Holds <see cref="UpstreamOptions.FetchTimeout"/> around a chain: however many sources are asked, and however slowly bytes drip, a fetch ends.
/// </summary>
internal sealed class DeadlineSource(IModuleSource inner, TimeSpan limit, TimeProvider time) : IModuleSource
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken) =>
        LimitAsync(token => inner.GetDocumentAsync(artefact, context, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        LimitAsync(token => inner.GetZipAsync(artefact, sink, context, token), cancellationToken);

    private async ValueTask<Outcome<T>> LimitAsync<T>(Func<CancellationToken, ValueTask<Outcome<T>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ask(linked.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"the whole fetch took longer than {limit.TotalSeconds:0.###} s");
            return FaultCodes.UpstreamTimeout.At(inner.Name, detail);
        }
    }
}
