using System.Globalization;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Discovery;
using Sluice.Fetch.Http;
using Sluice.Fetch.Upstreams;
using Sluice.Modules.Origins;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Vcs;

/// <summary>
/// <c>direct</c>: modules from the repositories where they are made, without a go command. Finds the repository, finds the version in it, and answers as
/// a module proxy would.
/// </summary>
internal sealed class DirectSource(
    RepositoryDiscovery discovery, CodeRepositories repositories, ModulePacker packer, OriginWatch watch, Func<Uri, IModuleSource> proxies, TimeProvider time) : IModuleSource
{
    private readonly FoundVersions _known = new(time);

    /// <summary>Groups of hosts that wait for their turns apart from each other: one that hangs must not stop all the others.</summary>
    private const int Lanes = 64;

    /// <inheritdoc/>
    public string Name => "direct";

    /// <inheritdoc/>
    public string LaneOf(ModulePath path)
    {
        var host = path.Value.Split('/', 2)[0];
        return string.Create(CultureInfo.InvariantCulture, $"direct {(uint)string.GetHashCode(host, StringComparison.Ordinal) % Lanes}");
    }

    /// <inheritdoc/>
    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken) =>
        AskAsync(
            artefact,
            context,
            proxy => proxy.GetDocumentAsync(artefact, context, cancellationToken),
            async (module, root) =>
            {
                var bytes = await ReadAsync(module, root, artefact, context, cancellationToken);
                return (new Document(bytes, root.Url), bytes.Length);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        AskAsync(
            artefact,
            context,
            proxy => proxy.GetZipAsync(artefact, sink, context, cancellationToken),
            async (module, root) =>
            {
                var found = await FindAsync(module, root, artefact, context, cancellationToken);
                var length = await packer.PackAsync(repositories.Of(root), found, sink, context, cancellationToken);
                return (new ZipReceipt(root.Url, length), length);
            },
            cancellationToken);

    private async ValueTask<Outcome<T>> AskAsync<T>(
        Artefact artefact,
        FetchContext context,
        Func<IModuleSource, ValueTask<Outcome<T>>> askProxy,
        Func<ModuleRepository, RepositoryRoot, Task<(T Value, long Bytes)>> askRepository,
        CancellationToken cancellationToken)
        where T : class
    {
        var source = Name;
        var clock = new AttemptClock(source, context, time);
        try
        {
            var place = await discovery.FindAsync(artefact.Path, context, cancellationToken);
            if (place is DiscoveredOrigin.Proxy proxy)
            {
                return await askProxy(proxies(proxy.BaseUrl));
            }

            var root = ((DiscoveredOrigin.Repository)place).Root;
            source = root.Url;
            clock = new AttemptClock(source, context, time);
            var (value, bytes) = await askRepository(Open(artefact, root), root);
            clock.End(null, notModified: false, bytes);
            return value;
        }
        catch (FaultException exception)
        {
            var fault = exception.Fault with { Source = exception.Fault.Source ?? source };
            if (fault.IsAbsence)
            {
                await LoseAsync(artefact, fault, context, cancellationToken);
            }

            clock.End(fault, notModified: false, 0);
            return fault;
        }
        catch (OperationCanceledException)
        {
            clock.End(FaultCodes.UpstreamTimeout.At(source), notModified: false, 0);
            throw;
        }
    }

    private ModuleRepository Open(Artefact artefact, RepositoryRoot root) =>
        ModuleLocation.TryFind(artefact.Path, root.Prefix, root.Folder, out var location, out var error)
            ? new ModuleRepository(repositories.Of(root), root, location)
            : throw new FaultException(FaultCodes.NoSuchModule.At(detail: error));

    private async Task<byte[]> ReadAsync(ModuleRepository module, RepositoryRoot root, Artefact artefact, FetchContext context, CancellationToken cancellationToken)
    {
        switch (artefact.Kind)
        {
            case ArtefactKind.List:
                var versions = await module.ListAsync(context, cancellationToken);
                if (root.Vcs is VcsKind.Git or VcsKind.Mercurial)
                {
                    // The others list no tags, as with the go command.
                    await watch.CompareAsync(artefact.Path, await repositories.Of(root).ListTagsAsync(context, cancellationToken), context, cancellationToken);
                }

                return Encoding.ASCII.GetBytes(string.Concat(versions.Select(version => version.Value + "\n")));
            case ArtefactKind.Latest:
                return module.InfoOf(await RememberAsync(await module.FindLatestAsync(context, cancellationToken), root, artefact, context, cancellationToken)).ToBytes();
            case ArtefactKind.Info:
                return module.InfoOf(await FindAsync(module, root, artefact, context, cancellationToken)).ToBytes();
            default:
                return ModuleRepository.GoModOf(await FindAsync(module, root, artefact, context, cancellationToken));
        }
    }

    /// <summary>Finds the version of an <c>.info</c>, <c>.mod</c> or <c>.zip</c>; for a canonical one exactly that or nothing.</summary>
    private async Task<FoundVersion> FindAsync(
        ModuleRepository module, RepositoryRoot root, Artefact artefact, FetchContext context, CancellationToken cancellationToken)
    {
        if (artefact.IsImmutable && _known.Find(artefact) is { } known)
        {
            return known;
        }

        var found = await RememberAsync(await module.FindAsync(artefact.Version, context, cancellationToken), root, artefact, context, cancellationToken);
        return !artefact.IsImmutable || found.Version.Value == artefact.Version
            ? found
            : throw new FaultException(FaultCodes.MalformedVersion.At(detail: $"{artefact.Version} is {found.Version} in the repository"));
    }

    private async Task<FoundVersion> RememberAsync(
        FoundVersion found, RepositoryRoot root, Artefact artefact, FetchContext context, CancellationToken cancellationToken)
    {
        if (await watch.CheckAsync(found, root, context, cancellationToken) is not { } moved)
        {
            _known.Add(found);
            return found;
        }

        // What a branch or @latest stands for is a name; the version's own files come from the store or not at all.
        return artefact.IsImmutable ? throw new FaultException(moved) : found;
    }

    /// <summary>A version, or a whole module, that was there once.</summary>
    private Task LoseAsync(Artefact artefact, Fault fault, FetchContext context, CancellationToken cancellationToken)
    {
        if (fault.Code == FaultCodes.RepositoryNotFound || fault.Code == FaultCodes.NotDiscovered)
        {
            return watch.LoseAsync(artefact.Path, null, context, cancellationToken);
        }

        return artefact.IsImmutable && fault.Code == FaultCodes.UnknownRevision
            ? watch.LoseAsync(artefact.Path, artefact.Version, context, cancellationToken)
            : Task.CompletedTask;
    }
}
