using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// Sources one after another, as a GOPROXY list says (https://go.dev/ref/mod#environment-variables): before <c>,</c> only proven absence makes the
/// next one be asked, before <c>|</c> any fault does. The final fault is chosen by <see cref="BestFault"/>. An entry whose answer has proved wrong in this
/// fetch is passed over, whatever stands behind it: what it says is worth nothing.
/// </summary>
internal sealed class FallbackSource(IReadOnlyList<FallbackEntry> entries) : IModuleSource
{
    /// <inheritdoc/>
    public string Name { get; } =
        string.Concat(entries.Select((entry, i) => entry.Source.Name + (i == entries.Count - 1 ? "" : entry.ContinuesOnAnyFault ? "|" : ",")));

    /// <summary>The sources, in order.</summary>
    public IEnumerable<IModuleSource> Sources => entries.Select(entry => entry.Source);

    /// <summary>A chain of one source has that one's lanes; of several the first may hang for all modules.</summary>
    public string LaneOf(ModulePath path) => entries.Count == 1 ? entries[0].Source.LaneOf(path) : Name;

    /// <inheritdoc/>
    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken) =>
        TryAsync(context, source => source.GetDocumentAsync(artefact, context, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        TryAsync(context, source => source.GetZipAsync(artefact, sink, context, cancellationToken));

    private async ValueTask<Outcome<T>> TryAsync<T>(FetchContext context, Func<IModuleSource, ValueTask<Outcome<T>>> ask)
        where T : class
    {
        var best = default(BestFault);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (context.IsDistrusted(entry.Source.Name))
            {
                continue;
            }

            var outcome = await ask(entry.Source);
            if (outcome.IsFound)
            {
                context.ReplaceableEntry = i + 1 < entries.Count ? entry.Source.Name : null;
                return outcome;
            }

            best.Take(outcome.Fault, entry.IsDirect);
            if (!entry.ContinuesOnAnyFault && !outcome.Fault.IsAbsence)
            {
                break;
            }
        }

        return best.Choose();
    }
}
