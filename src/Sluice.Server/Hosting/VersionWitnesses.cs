using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Core.Verdicts;
using Sluice.Fetch.Upstreams;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Server.Hosting;

/// <summary>Asks everybody who has a version for its hashes. Nothing of what they give is kept.</summary>
/// <param name="store">What this gateway keeps, and room for what comes.</param>
/// <param name="sources">Proxies and origins.</param>
/// <param name="databases">Checksum databases, the one that decides first.</param>
/// <param name="timeout">The longest that one side may take.</param>
/// <param name="time">The clock.</param>
public sealed class VersionWitnesses(IModuleStore store, RoutedSources sources, IReadOnlyList<IChecksumDatabase> databases, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Asks all at once.</summary>
    /// <returns>Records first, then the store, proxies, and the origin.</returns>
    public async Task<IReadOnlyList<VersionSide>> AskAsync(ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        var records = databases.Where(database => database.Covers(path)).Select(database => GuardAsync(
            new VersionSide(SideRole.Record, ""), (side, token) => AskRecordAsync(side, database, path, version, token), cancellationToken));
        var stored = GuardAsync(new VersionSide(SideRole.Stored, CachedDocument.StoreSource), (side, token) => AskStoreAsync(side, path, version, token), cancellationToken);
        var others = sources.Of(path).Select(other => GuardAsync(
            new VersionSide(other.IsOrigin ? SideRole.Origin : SideRole.Upstream, other.Source.Name),
            (side, token) => AskSourceAsync(side, other.Source, path, version, token),
            cancellationToken));
        return await Task.WhenAll([.. records, stored, .. others]);
    }

    /// <summary>One side that fails or hangs takes no other down.</summary>
    private async Task<VersionSide> GuardAsync(VersionSide side, Func<VersionSide, CancellationToken, Task<VersionSide>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await ask(side, either.Token);
        }
        catch (StoreException failure)
        {
            return side with { Fault = failure.Fault };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return side with { Fault = FaultCodes.UpstreamTimeout.At(side.Name, $"no whole answer within {timeout.TotalSeconds:0} s") };
        }
    }

    private static async Task<VersionSide> AskRecordAsync(
        VersionSide side, IChecksumDatabase database, ModulePath path, ModuleVersion version, CancellationToken cancellationToken) =>
        await database.FindAsync(path, version, NewContext(), cancellationToken) switch
        {
            ChecksumAnswer.Recorded recorded => side with
            {
                Name = recorded.Database,
                RecordId = recorded.RecordId,
                ZipHash = recorded.ZipHashes.FirstOrDefault(IsComparable),
                GoModHash = recorded.GoModHashes.FirstOrDefault(IsComparable),
            },
            ChecksumAnswer.Absent absent => side with { Name = absent.Database, Fault = absent.Fault },
            ChecksumAnswer.Unreachable unreachable => side with { Name = unreachable.Database, Fault = unreachable.Fault },
            ChecksumAnswer.Untrusted untrusted => side with { Name = untrusted.Database, Fault = untrusted.Fault },
            _ => side,
        };

    private async Task<VersionSide> AskStoreAsync(VersionSide side, ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        if (await store.ReadDocumentAsync(Artefact.GoMod(path, version), cancellationToken) is { } document)
        {
            side = side with { GoModHash = ModuleHash.HashGoMod(document.Bytes.Span).ToString() };
        }

        using var zip = store.OpenZip(Artefact.Zip(path, version));
        if (zip is null)
        {
            return side;
        }

        using var content = zip.OpenRead();
        return WithZip(side, content, cancellationToken);
    }

    private async Task<VersionSide> AskSourceAsync(VersionSide side, IModuleSource source, ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        var document = await source.GetDocumentAsync(Artefact.GoMod(path, version), NewContext(), cancellationToken);
        if (!document.IsFound)
        {
            return side with { Name = document.Fault.Source ?? side.Name, Fault = document.Fault };
        }

        side = side with { Name = document.Value.Source, GoModHash = ModuleHash.HashGoMod(document.Value.Bytes.Span).ToString() };
        var artefact = Artefact.Zip(path, version);
        await using var draft = store.CreateZip(artefact);
        var outcome = await source.GetZipAsync(artefact, draft, NewContext(), cancellationToken);
        if (!outcome.IsFound)
        {
            return side with { Fault = outcome.Fault };
        }

        using var content = draft.OpenRead();
        return WithZip(side, content, cancellationToken);
    }

    private static VersionSide WithZip(VersionSide side, Stream content, CancellationToken cancellationToken) =>
        ModuleHash.TryHashZip(content, out var hash, out var problem, cancellationToken)
            ? side with { ZipHash = hash.ToString() }
            : side with { Fault = FaultCodes.Malformed.At(side.Name, problem.ToString()) };

    private static bool IsComparable(string hash) => DirHash.TryParse(hash, out _, out _);

    private static FetchContext NewContext() => new() { RequestId = "verdict" };
}
