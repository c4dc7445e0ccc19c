using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Server.Hosting;

namespace Sluice.Cli.Fetching;

/// <summary>The real pipeline, asked as a go command asks it: what the query means, then <c>.info</c>, <c>.mod</c> and <c>.zip</c>.</summary>
internal sealed class GatewaySession(GatewayPipeline pipeline, TimeProvider time) : IGatewaySession
{
    private static readonly Asking Asking = new("cli");

    /// <inheritdoc/>
    public async Task<FetchReport> FetchAsync(ModulePath path, VersionQuery query, FetchParts parts, CancellationToken cancellationToken)
    {
        var tally = new FetchTally(time);
        if (await ResolveAsync(path, query, tally, cancellationToken) is not { } version)
        {
            return tally.Report;
        }

        tally.Report = tally.Report with { Version = version.Value };
        if (parts.HasFlag(FetchParts.Info) && await GetAsync(Artefact.Info(path, version), "info", tally, cancellationToken) is { } info)
        {
            tally.Report = tally.Report with { Time = ModuleInfo.TryParse(info.Span, out var parsed, out _) ? parsed.Time : null };
        }

        if (tally.Report.Fault is { IsAbsence: true })
        {
            // No such version: the rest would only be asked for to hear it twice more.
            return tally.Report;
        }

        if (parts.HasFlag(FetchParts.GoMod))
        {
            await GetAsync(Artefact.GoMod(path, version), "mod", tally, cancellationToken);
        }

        if (parts.HasFlag(FetchParts.Zip))
        {
            await GetZipAsync(Artefact.Zip(path, version), tally, cancellationToken);
        }

        return tally.Report;
    }

    /// <inheritdoc/>
    public async Task<GoModAnswer> ReadGoModAsync(ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        var answer = await pipeline.Gateway.GetDocumentAsync(Artefact.GoMod(path, version), Asking, cancellationToken);
        return new GoModAnswer(answer.Document?.Bytes, answer.Fault);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => pipeline.DisposeAsync();

    /// <summary>The version that a query means; null with a fault in the tally.</summary>
    private async Task<ModuleVersion?> ResolveAsync(ModulePath path, VersionQuery query, FetchTally tally, CancellationToken cancellationToken)
    {
        if (query is VersionQuery.Exact exact && exact.Revision.IsVersionOf(path, out var version))
        {
            return version;
        }

        var selection = new VersionSelection(path, query);
        var versions = query is VersionQuery.Exact or VersionQuery.Named ? [] : await ListAsync(path, tally, cancellationToken);
        if (tally.Report.Fault is { IsAbsence: false })
        {
            // The list is there and cannot be had now: @latest alone could name a version that is not the latest.
            return null;
        }

        var choice = selection.Choose(versions);
        if (choice is VersionChoice.AskLatest)
        {
            choice = selection.ChooseFromLatest(await ReadVersionAsync(Artefact.Latest(path), "latest", tally, cancellationToken));
        }

        switch (choice)
        {
            case VersionChoice.Found found:
                return tally.Forgive(found.Version);
            case VersionChoice.AskInfo ask:
                var answer = await ReadVersionAsync(Artefact.Info(path, ask.Revision), "query", tally, cancellationToken);
                return answer is null && ask.Otherwise is { } otherwise && tally.Report.Fault is { IsAbsence: true }
                    ? tally.Forgive(await ReadVersionAsync(Artefact.Info(path, otherwise), "query", tally, cancellationToken))
                    : answer;
            default:
                tally.Fail(FaultCodes.NotFound.At(detail: choice is VersionChoice.Nothing nothing ? nothing.Reason : null));
                return null;
        }
    }

    /// <summary>The known versions; none when there is no list. A list that cannot be had leaves its fault in the tally.</summary>
    private async Task<IReadOnlyList<ModuleVersion>> ListAsync(ModulePath path, FetchTally tally, CancellationToken cancellationToken)
    {
        var body = await GetAsync(Artefact.List(path), "list", tally, cancellationToken);
        return body is { } bytes && VersionListText.TryParse(bytes.Span, out var list, out _) ? list.Versions : [];
    }

    private async Task<ModuleVersion?> ReadVersionAsync(Artefact artefact, string stage, FetchTally tally, CancellationToken cancellationToken)
    {
        if (await GetAsync(artefact, stage, tally, cancellationToken) is not { } body)
        {
            return null;
        }

        if (ModuleInfo.TryParse(body.Span, out var info, out var error))
        {
            return info.Version;
        }

        tally.Fail(FaultCodes.Malformed.At(detail: error));
        return null;
    }

    private async Task<ReadOnlyMemory<byte>?> GetAsync(Artefact artefact, string stage, FetchTally tally, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var answer = await pipeline.Gateway.GetDocumentAsync(artefact, Asking, cancellationToken);
        tally.Add(stage, start, answer.Status, answer.Document?.Source, answer.Fault);
        tally.AddSteps(stage, answer.Fetch);
        return answer.Document?.Bytes;
    }

    private async Task GetZipAsync(Artefact artefact, FetchTally tally, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var answer = await pipeline.Gateway.GetZipAsync(artefact, Asking, cancellationToken);
        using var zip = answer.Zip;
        tally.Add("zip", start, answer.Status, answer.Source, answer.Fault);
        tally.AddSteps("zip", answer.Fetch);
        if (zip is null)
        {
            return;
        }

        start = time.GetTimestamp();
        var hash = await HashAsync(artefact, zip, cancellationToken);
        tally.Report = tally.Report with { SizeBytes = zip.SizeBytes, H1 = hash };
        tally.AddStage("hash", start);
    }

    /// <summary>The recorded hash; else computes and records it. Null when the zip is none, which <c>zipRules: pass</c> lets through.</summary>
    private async Task<string?> HashAsync(Artefact artefact, StoredZip zip, CancellationToken cancellationToken)
    {
        if (await pipeline.Store.ReadZipHashAsync(artefact, cancellationToken) is { } recorded)
        {
            return recorded;
        }

        if (!ModuleHash.TryHashZip(zip.File.SafeFileHandle, 1, out var hash, out _, cancellationToken))
        {
            return null;
        }

        await pipeline.Store.WriteZipHashAsync(artefact, hash.ToString(), cancellationToken);
        return hash.ToString();
    }
}
