using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Modules.Archives;
using Sluice.Modules.GoMod;
using Sluice.Modules.Origins;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.Vcs;

/// <summary>
/// A module in a repository: which versions it has, what a revision resolves to, its go.mod. The rules are those of the go command in direct mode
/// (cmd/go/internal/modfetch, <c>codeRepo</c>), so that versions, times and contents are those that the world's checksum database has recorded.
/// Every method throws <see cref="FaultException"/>.
/// </summary>
internal sealed partial class ModuleRepository(ICodeRepository code, RepositoryRoot root, ModuleLocation location)
{
    private const string Incompatible = "+incompatible";

    /// <summary>Where the module lies.</summary>
    public ModuleLocation Location => location;

    /// <summary>The versions that tags name, ascending; retracted ones are in, pseudo-versions are not.</summary>
    public async Task<IReadOnlyList<ModuleVersion>> ListAsync(FetchContext context, CancellationToken cancellationToken)
    {
        var tags = await code.ListTagsAsync(context, cancellationToken);
        return await TagList.Read(location, tags.Select(tag => tag.Name)).DecideAsync(async version =>
        {
            var commit = await code.ResolveAsync(location.TagPrefix + version.Value, context, cancellationToken);
            return await ReadGoModAsync(commit, "go.mod", context, cancellationToken) is not null;
        });
    }

    /// <summary>Resolves a version, a tag, a branch or a commit.</summary>
    /// <param name="revision">As asked for.</param>
    /// <param name="context">Takes notes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<FoundVersion> FindAsync(string revision, FetchContext context, CancellationToken cancellationToken)
    {
        var commit = await code.ResolveAsync(location.ToRepositoryRevision(revision), context, cancellationToken);
        return await ConvertAsync(new Question(commit, revision, context, cancellationToken));
    }

    /// <summary>
    /// What <c>@latest</c> means: the highest release that is not retracted, else the highest such pre-release, else the newest commit of the main branch.
    /// </summary>
    public async Task<FoundVersion> FindLatestAsync(FetchContext context, CancellationToken cancellationToken)
    {
        var versions = await ListAsync(context, cancellationToken);
        if (versions.Count > 0)
        {
            var retractions = await ReadRetractionsAsync(versions, context, cancellationToken);
            var selection = new VersionSelection(location.Path, new VersionQuery.Latest())
            {
                IsAllowed = version => !retractions.Any(retraction => retraction.Covers(version)),
                HasGoMod = static _ => false,
            };
            if (selection.Choose(versions) is VersionChoice.Found found)
            {
                return await FindAsync(found.Version.Value, context, cancellationToken);
            }
        }

        var head = await code.ResolveAsync("HEAD", context, cancellationToken);
        return await ConvertAsync(new Question(head, "", context, cancellationToken));
    }

    /// <summary>The go.mod of a version; made up where the version has none and may have none.</summary>
    public static byte[] GoModOf(FoundVersion found) => found.Placement.GoMod ?? GoModFile.Synthesise(found.Path);

    /// <summary>What an <c>.info</c> says of a version.</summary>
    public ModuleInfo InfoOf(FoundVersion found) => new(found.Version)
    {
        Time = found.Commit.Time,
        Origin = new ModuleOrigin { Vcs = root.VcsName, Url = root.Url, Subdir = found.Placement.Folder, Hash = found.Commit.Id, Ref = found.Commit.Ref },
    };

    private Task<byte[]?> ReadGoModAsync(Commit commit, string file, FetchContext context, CancellationToken cancellationToken) =>
        code.ReadFileAsync(commit, file, ModuleZip.MaxGoModBytes, context, cancellationToken);

    /// <summary>The retractions of the newest release (else of the newest version) that can have a go.mod.</summary>
    private async Task<IReadOnlyList<Retraction>> ReadRetractionsAsync(
        IReadOnlyList<ModuleVersion> versions, FetchContext context, CancellationToken cancellationToken)
    {
        var compatible = versions.Where(version => !version.IsIncompatible).ToList();
        if (compatible.Count == 0)
        {
            return [];
        }

        var newest = compatible.FindLast(version => !version.IsPrerelease) is { Value.Length: > 0 } release ? release : compatible[^1];
        try
        {
            // Its place alone, not its version: finding that may ask for retractions again.
            var commit = await code.ResolveAsync(location.ToRepositoryRevision(newest.Value), context, cancellationToken);
            var placement = await PlaceAsync(new Question(commit, newest.Value, context, cancellationToken));
            return placement.GoMod is { } goMod && GoModFile.TryParse(goMod, "go.mod", GoModParsing.Lax, out var file, out _) ? file.Retractions : [];
        }
        catch (FaultException exception) when (exception.Fault.IsAbsence)
        {
            // A newest version that is no module retracts nothing.
            return [];
        }
    }

    /// <summary>One question about one commit.</summary>
    private sealed record Question(Commit Commit, string Asked, FetchContext Context, CancellationToken Token)
    {
        public bool IsCanonical => ModuleVersion.TryParse(Asked, out _, out _);
    }
}

/// <summary>A version that is there.</summary>
/// <param name="Path">The module.</param>
/// <param name="Version">The canonical version.</param>
/// <param name="Commit">Its commit.</param>
/// <param name="Placement">Its folder and go.mod.</param>
internal sealed record FoundVersion(Modules.Paths.ModulePath Path, ModuleVersion Version, Commit Commit, GoModPlacement Placement);
