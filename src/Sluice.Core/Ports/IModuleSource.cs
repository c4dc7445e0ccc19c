using Sluice.Core.Faults;
using Sluice.Modules.Paths;

namespace Sluice.Core.Ports;

/// <summary>
/// Answers what can be asked about a module: which versions exist, what a revision resolves to, its go.mod, its zip. A public proxy, a
/// version control host, a file tree and every behaviour wrapped around them are module sources. Safe to call concurrently.
/// </summary>
/// <remarks>
/// Expected failures are values. Only a source that has proof of absence says <see cref="FaultKind.NotFound"/> or
/// <see cref="FaultKind.Gone"/>. What throws is cancellation, <see cref="StoreException"/> from the sink, and bugs.
/// </remarks>
public interface IModuleSource
{
    /// <summary>What people call the source, without user info: <c>https://proxy.golang.org</c>, <c>direct</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Names those who will be asked about a module: what hangs there must not hold up the others. A limited number of names,
    /// whatever modules are asked for. The default is <see cref="Name"/>.
    /// </summary>
    string LaneOf(ModulePath path) => Name;

    /// <summary>Fetches a list, <c>@latest</c>, <c>.info</c> or <c>.mod</c>, whole.</summary>
    ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a zip into the sink. A found outcome means that every byte which the source announced has been written; after any
    /// other outcome the sink's content is worthless and the next source resets it.
    /// </summary>
    ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken);
}

/// <summary>Says that a zip was written to a sink.</summary>
/// <param name="Source">The name of the source that it came from.</param>
/// <param name="SizeBytes">Its length.</param>
public sealed record ZipReceipt(string Source, long SizeBytes);
