using System.Globalization;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Modules;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Doctor.Probes.Running;

/// <summary>A host that a download needs.</summary>
/// <param name="Url">Scheme, host and port.</param>
/// <param name="Why">What needs it.</param>
internal sealed record ChainHost(Uri Url, string Why)
{
    /// <summary><c>host:port</c>.</summary>
    public string Endpoint => Connections.Endpoints.Show(Url.IdnHost, Url.Port);
}

/// <summary>Which hosts a download needs: pure, from settings and modules.</summary>
internal static class ChainHosts
{
    /// <summary>proxy.golang.org sends zips from here: a firewall that knows the one host only breaks them (golang/go#55907).</summary>
    private const string ZipStorage = "https://storage.googleapis.com";

    /// <summary>The hosts, each once, in the order in which the go command would need them.</summary>
    public static IReadOnlyList<ChainHost> Of(GoSettingsEvidence settings, IReadOnlyList<ModuleTarget> targets, IReadOnlyList<string> extraHosts)
    {
        var hosts = new List<ChainHost>();
        var entries = GoProxyList.TryParse(settings["GOPROXY"], out var list, out _) ? list.Entries : [];
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Url is { IsFile: false } url)
            {
                hosts.Add(new ChainHost(Base(url), string.Create(CultureInfo.InvariantCulture, $"GOPROXY entry {i + 1}")));
                if (url.Host == "proxy.golang.org")
                {
                    hosts.Add(new ChainHost(new Uri(ZipStorage), "zips of proxy.golang.org"));
                }
            }
        }

        if (SumDbSetting.TryParse(settings["GOSUMDB"], out var sumDb, out _) && !sumDb.IsOff)
        {
            hosts.Add(new ChainHost(Base(Modules.SumDbProbe.RouteOf(sumDb, null)), "checksum database"));
        }

        var hasDirect = entries.Any(entry => entry.Kind == GoProxyEntryKind.Direct);
        foreach (var target in targets.Where(target => !target.IsReference && (hasDirect || IsPrivate(settings, target))))
        {
            if (ModulePath.TryParse(target.Path, out var path, out _) && Uri.TryCreate($"https://{path.Host}", UriKind.Absolute, out var origin))
            {
                hosts.Add(new ChainHost(origin, $"origin of {target.Path}"));
            }
        }

        hosts.AddRange(extraHosts.Select(text => Uri.TryCreate($"https://{text}", UriKind.Absolute, out var url) ? new ChainHost(Base(url), "asked for") : null).OfType<ChainHost>());
        return [.. hosts.DistinctBy(host => host.Endpoint)];
    }

    /// <summary>Whether GONOPROXY covers a module.</summary>
    public static bool IsPrivate(GoSettingsEvidence settings, ModuleTarget target) => PathPatterns.TryParse(settings["GONOPROXY"], out var patterns, out _) && patterns.Matches(target.Path);

    private static Uri Base(Uri url) => new($"{url.Scheme}://{Connections.Endpoints.Show(url.IdnHost, url.Port)}");
}
