using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Discovery;

/// <summary>
/// Finds the origin of a module (https://go.dev/ref/mod#vcs-find). In order:
/// <list type="number">
/// <item>The configured origin with the longest prefix.</item>
/// <item>The rule of a well-known host, or of a suffix (<see cref="StaticHosts"/>).</item>
/// <item>The <c>go-import</c> tag of <c>https://PATH?go-get=1</c>; where it speaks for a shorter path, that one's page must say the same.</item>
/// <item>What the host said once, when it does not answer.</item>
/// </list>
/// Then the kind of version control must be allowed for the module, and the URL must not lead inside (<see cref="OriginGuard"/>). Safe to call concurrently.
/// </summary>
internal sealed class RepositoryDiscovery(OriginOptions options, GoGetClient client, DiscoveryMemory memory, OriginGuard guard) : IDisposable
{
    /// <summary>Finds the origin.</summary>
    /// <exception cref="FaultException">There is none, it is refused, or nobody can tell now.</exception>
    public async Task<DiscoveredOrigin> FindAsync(ModulePath path, FetchContext context, CancellationToken cancellationToken)
    {
        if (FindConfigured(path.Value) is { } named)
        {
            var configured = named with { IsTrusted = true };
            Note(configured, context);
            return new DiscoveredOrigin.Repository(configured);
        }

        var origin = StaticHosts.Find(path.Value) is { } known
            ? new DiscoveredOrigin.Repository(known)
            : memory.Find(path.Value) ?? await AskAsync(path.Value, context, cancellationToken);
        await CheckAsync(path, origin, cancellationToken);
        if (origin is DiscoveredOrigin.Repository { Root: var root })
        {
            Note(root, context);
            return new DiscoveredOrigin.Repository(root with { IsTrusted = IsTrusted(path.Value) });
        }

        return origin;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static void Note(RepositoryRoot root, FetchContext context)
    {
        var folder = root.Folder.Length == 0 ? "" : $", folder {root.Folder}";
        context.Note(new FetchStep("discover", $"{root.Rule}: {root.Prefix} is {root.VcsName} at {root.Url}{folder}"));
    }

    private static bool IsPrefix(string prefix, string path) =>
        path == prefix || (path.StartsWith(prefix, StringComparison.Ordinal) && path[prefix.Length] == '/');

    private RepositoryRoot? FindConfigured(string path) =>
        options.Origins.Where(origin => IsPrefix(origin.Prefix, path)).MaxBy(origin => origin.Prefix.Length);

    private bool IsTrusted(string path) => options.Private.Matches(path) || options.Insecure.Matches(path);

    private async Task<DiscoveredOrigin> AskAsync(string path, FetchContext context, CancellationToken cancellationToken)
    {
        try
        {
            var origin = await AskHostAsync(path, context, cancellationToken);
            memory.Add(path, origin);
            return origin;
        }
        catch (FaultException exception) when (exception.Fault.IsAbsence)
        {
            memory.AddAbsence(path, exception);
            throw;
        }
        catch (FaultException exception) when (exception.Fault.Kind == FaultKind.Unavailable && memory.FindOld(path) is { } old)
        {
            context.Note(new FetchStep("discover", $"{exception.Fault.Source} does not answer; its last answer is taken"));
            return old;
        }
    }

    private async Task<DiscoveredOrigin> AskHostAsync(string path, FetchContext context, CancellationToken cancellationToken)
    {
        var trusted = IsTrusted(path);
        var insecure = options.Insecure.Matches(path);
        var tag = Choose(path, await client.AskAsync(path, trusted, insecure, context, cancellationToken));
        if (tag.Prefix != path)
        {
            // Whoever owns part of a host must not speak for the rest of it.
            var again = Choose(tag.Prefix, await client.AskAsync(tag.Prefix, trusted, insecure, context, cancellationToken));
            if (again != tag)
            {
                throw Absent(path, $"{path} says {tag.Prefix} is at {tag.Url}, and {tag.Prefix} itself says {again.Prefix} is at {again.Url}");
            }
        }

        return ToOrigin(path, tag);
    }

    /// <summary>The tag for a path. One for a GOPROXY server goes before all others.</summary>
    private static GoImportTag Choose(string path, IReadOnlyList<GoImportTag> tags)
    {
        var fitting = tags.Where(tag => IsPrefix(tag.Prefix, path)).ToList();
        var chosen = fitting.Exists(tag => tag.Vcs == "mod") ? fitting.FindAll(tag => tag.Vcs == "mod") : fitting;
        if (chosen.Distinct().Count() > 1)
        {
            throw Absent(path, $"several go-import tags are for {path}");
        }

        if (chosen.Count == 0)
        {
            var others = string.Join(", ", tags.Take(3).Select(tag => tag.Prefix));
            throw Absent(path, tags.Count == 0 ? $"the page of {path} has no go-import tag" : $"the go-import tags of {path} are for {others}");
        }

        return chosen[0];
    }

    private static DiscoveredOrigin ToOrigin(string path, GoImportTag tag)
    {
        if (tag.Vcs == "mod")
        {
            return Uri.TryCreate(tag.Url, UriKind.Absolute, out var proxy) && proxy.Scheme is "https" or "http" && proxy.UserInfo.Length == 0
                ? new DiscoveredOrigin.Proxy(proxy)
                : throw Absent(path, $"the go-import tag names a module proxy without a usable URL");
        }

        VcsKind? kind = tag.Vcs switch
        {
            "git" => VcsKind.Git,
            "hg" => VcsKind.Mercurial,
            "svn" => VcsKind.Subversion,
            "fossil" => VcsKind.Fossil,
            _ => null,
        };
        if (kind is not { } vcs)
        {
            throw new FaultException(FaultCodes.VcsRefused.At(detail: tag.Vcs == "bzr"
                ? "Bazaar repositories are not supported; Go 1.27 has dropped them too"
                : $"the go-import tag names {OneLine.Clean(tag.Vcs, 20)}, which is no version control that modules come from"));
        }

        if (tag.Folder.Length > 0 && tag.Folder.Split('/').Any(element => PathRules.CheckElement(element, PathKind.File) is not null))
        {
            throw Absent(path, "the go-import tag names a folder that is none");
        }

        return new DiscoveredOrigin.Repository(new RepositoryRoot(tag.Prefix, vcs, tag.Url) { Folder = tag.Folder, Rule = $"the go-import tag of {tag.Prefix}" });
    }

    private async Task CheckAsync(ModulePath path, DiscoveredOrigin origin, CancellationToken cancellationToken)
    {
        var trusted = IsTrusted(path.Value);
        if (origin is DiscoveredOrigin.Repository { Root: var root })
        {
            if (!options.Allowed.Allows(path, options.Private.Matches(path.Value), root.VcsName))
            {
                throw new FaultException(FaultCodes.VcsRefused.At(detail: $"vcs.allow does not allow {root.VcsName} for {path}"));
            }

            if (RepositoryUrl.Check(root.Url, options.Insecure.Matches(path.Value)) is { } problem)
            {
                throw new FaultException(FaultCodes.VcsRefused.At(detail: $"the URL of the repository of {root.Prefix}: {problem}"));
            }
        }

        var url = origin is DiscoveredOrigin.Proxy proxy ? proxy.BaseUrl.ToString() : ((DiscoveredOrigin.Repository)origin).Root.Url;
        if (origin is DiscoveredOrigin.Proxy { BaseUrl.Scheme: "http" } && !options.Insecure.Matches(path.Value))
        {
            throw new FaultException(FaultCodes.VcsRefused.At(detail: "the go-import tag names a module proxy in clear text"));
        }

        if (!trusted)
        {
            await guard.CheckAsync(url, cancellationToken);
        }
    }

    private static FaultException Absent(string path, string why) => new(FaultCodes.NotDiscovered.At(path.Split('/')[0], OneLine.Clean(why)));
}
