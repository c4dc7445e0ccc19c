using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Upstreams;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.SumDb;

/// <summary>
/// Fetches the records and tiles of one checksum database, as opaque bytes that nobody has checked (https://go.dev/design/25530-sumdb, "Proxying a checksum
/// database"). In order, as cmd/go/internal/modfetch does:
/// <list type="number">
/// <item>At the URL of the setting, if it has one.</item>
/// <item>Through the first module proxy of the chain that says <c>supported</c>; 404 and 410 lead to the next, any other fault only before <c>|</c>. There
/// is no way back from one that said so.</item>
/// <item>At <c>https://NAME</c>.</item>
/// </list>
/// Lookups of private modules go nowhere. Safe to call concurrently.
/// </summary>
public sealed class SumDbRelay
{
    /// <summary>Longest path below a database's name, in characters: a lookup of the longest module path and version, escaped, with room.</summary>
    public const int MaxPathLength = 4096;

    /// <summary>How long a proxy's answer to <c>supported</c> is believed.</summary>
    private static readonly TimeSpan SupportLifetime = TimeSpan.FromMinutes(10);

    private readonly SumDbSetting _setting;
    private readonly IReadOnlyList<SumDbUpstream> _through;
    private readonly HttpUpstream? _database;
    private readonly PathPatterns _privatePaths;
    private readonly Deadline _deadline;

    internal SumDbRelay(
        SumDbSetting setting, IReadOnlyList<SumDbUpstream> through, HttpUpstream? database, PathPatterns privatePaths, Deadline deadline)
    {
        _setting = setting;
        _through = through;
        _database = database;
        _privatePaths = privatePaths;
        _deadline = deadline;
    }

    /// <summary>Fetches something of the database. <c>supported</c> is answered at once, with an empty body.</summary>
    /// <param name="databaseName">The database that the client names; another than the configured one is not relayed.</param>
    /// <param name="pathAfterName"><c>supported</c>, <c>latest</c>, <c>lookup/M@V</c> or <c>tile/H/L/K[.p/W]</c>; case-escaped, not percent-encoded.</param>
    /// <param name="context">Takes the attempts.</param>
    /// <param name="cancellationToken">Ends the fetch.</param>
    public async Task<Outcome<Document>> GetAsync(string databaseName, string pathAfterName, FetchContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pathAfterName);
        ArgumentNullException.ThrowIfNull(context);
        if (Refuse(databaseName, pathAfterName) is { } fault)
        {
            return fault;
        }

        return pathAfterName == "supported"
            ? new Document(default, _database!.Name)
            : await _deadline.HoldAsync(_database!.Name, token => FetchAsync(_database, pathAfterName, context, token), cancellationToken);
    }

    /// <summary>Why a question goes nowhere; null when it may be asked.</summary>
    internal Fault? Refuse(string databaseName, string pathAfterName)
    {
        if (_database is null || databaseName != _setting.Name)
        {
            return FaultCodes.SumDbNotRelayed.At();
        }

        if (pathAfterName != "supported" && !IsPath(pathAfterName))
        {
            return FaultCodes.UnknownEndpoint.At();
        }

        return IsPrivateLookup(pathAfterName) ? FaultCodes.SumDbPrivate.At() : null;
    }

    /// <summary>Whether a module may be mentioned to the database.</summary>
    internal bool MayAskAbout(ModulePath path) => !_privatePaths.Matches(path.Value);

    private static bool IsPath(string path) =>
        path.Length <= MaxPathLength
        && (path == "latest" || path.StartsWith("lookup/", StringComparison.Ordinal) || path.StartsWith("tile/", StringComparison.Ordinal))
        && !path.Any(char.IsControl)
        && !path.Contains('\\')
        && path.Split('/').All(element => element is not ("" or "." or ".."));

    private async ValueTask<Outcome<Document>> FetchAsync(HttpUpstream database, string path, FetchContext context, CancellationToken cancellationToken)
    {
        foreach (var proxy in _through)
        {
            var support = await AskSupportAsync(proxy, context, cancellationToken);
            if (support.IsFound)
            {
                return await proxy.Upstream.GetOpaqueAsync($"sumdb/{_setting.Name}/{path}", context, cancellationToken);
            }

            if (!support.Fault.IsAbsence && !proxy.ContinuesOnAnyFault)
            {
                return support;
            }
        }

        return await database.GetOpaqueAsync(path, context, cancellationToken);
    }

    private bool IsPrivateLookup(string path)
    {
        if (!path.StartsWith("lookup/", StringComparison.Ordinal))
        {
            return false;
        }

        var module = path["lookup/".Length..];
        var at = module.LastIndexOf('@');
        module = at < 0 ? module : module[..at];

        // What is badly escaped is nobody's module, but may still name a private host.
        return _privatePaths.Matches(CaseEscaping.TryUnescape(module, out var unescaped) ? unescaped : module);
    }

    private async ValueTask<Outcome<Document>> AskSupportAsync(SumDbUpstream proxy, FetchContext context, CancellationToken cancellationToken)
    {
        if (proxy.Known is { } known && _deadline.Time.GetElapsedTime(known.At) < SupportLifetime)
        {
            return known.IsSupported ? new Document(default, proxy.Upstream.Name) : FaultCodes.SumDbNotRelayed.At(proxy.Upstream.Name);
        }

        var answer = await proxy.Upstream.GetOpaqueAsync($"sumdb/{_setting.Name}/supported", context, cancellationToken);
        if (answer.IsFound || answer.Fault.IsAbsence)
        {
            proxy.Known = new SumDbSupport(answer.IsFound, _deadline.Time.GetTimestamp());
        }

        return answer;
    }
}
