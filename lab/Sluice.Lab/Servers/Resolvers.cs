using System.Globalization;
using System.Text;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Servers;

/// <summary>
/// Resolvers: one unbound that walks from the root; before it a dnsdist for the company (which a scenario may give rules of its own, and which alone knows the
/// company's names) and another one, always honest, for the public resolvers with DNS over HTTPS and TLS.
/// </summary>
internal sealed class Resolvers : IAsyncDisposable
{
    private readonly LabWorld _world;
    private readonly List<string> _rules = [];
    private readonly Undo _undo = new();
    private LabServer? _company;
    private LabServer? _public;

    private Resolvers(LabWorld world) => _world = world;

    /// <summary>Starts the three.</summary>
    public static async Task<Resolvers> StartAsync(LabWorld world, CancellationToken cancellationToken)
    {
        var resolvers = new Resolvers(world);
        try
        {
            var folder = Directory.CreateDirectory(world.At("resolvers")).FullName;
            await Task.WhenAll(resolvers.StartRecursiveAsync(folder, cancellationToken), resolvers.StartPublicAsync(TimeProvider.System.GetUtcNow(), cancellationToken), resolvers.StartCompanyAsync(cancellationToken));
            return resolvers;
        }
        catch
        {
            await resolvers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives the company's resolver rules of dnsdist in front of its own, and restarts it.</summary>
    /// <returns>What takes them away again.</returns>
    public async Task<Func<Task>> AddRulesAsync(IReadOnlyList<string> rules, CancellationToken cancellationToken)
    {
        _rules.AddRange(rules);
        await RestartCompanyAsync(cancellationToken);
        return async () =>
        {
            _rules.RemoveAll(rules.Contains);
            await RestartCompanyAsync(CancellationToken.None);
        };
    }

    /// <summary>Asks for every host once: a resolver that has never been asked is slow, and no scenario is about that.</summary>
    public Task WarmUpAsync(CancellationToken cancellationToken) => _world.RunInAsync(
        Places.Resolvers, cancellationToken, "dig", ["+tries=3", "+time=5", $"@{Net.Recursive}", .. Net.Hosts.Where(host => !host.IsInternal).SelectMany(host => new[] { host.Name, "A", host.Name, "AAAA" })]);

    /// <summary>Restarts the public resolvers with certificates of another time.</summary>
    public async Task MovePublicAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await EndAsync(_public);
        await StartPublicAsync(at, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(_company);
        await EndAsync(_public);
        await _undo.DisposeAsync();
    }

    private async Task StartRecursiveAsync(string folder, CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(folder, "root.hints"), string.Concat("akmf".Zip(Net.Roots).Select(root => $". 3600000 NS {root.First}.root-servers.net.\n{root.First}.root-servers.net. 3600000 A {root.Second}\n")));
        File.WriteAllText(Path.Combine(folder, "unbound.conf"), $"""
            server:
              interface: {Net.Recursive}
              access-control: 0.0.0.0/0 allow
              module-config: "iterator"
              root-hints: "{folder}/root.hints"
              username: ""
              chroot: ""
              directory: "{folder}"
              pidfile: ""
              use-syslog: no
              do-daemonize: no
              do-ip6: no
              infra-host-ttl: 1
              domain-insecure: "."

            """);
        var server = _undo.Own(_world.Serve(Places.Resolvers, "unbound", "unbound", "-c", Path.Combine(folder, "unbound.conf"), "-d"));
        await server.ListeningAsync(53, Net.Recursive, isUdp: true, cancellationToken);
    }

    private static ValueTask EndAsync(LabServer? server) => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task StartPublicAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var certificate = _world.At("resolvers", "public");
        _world.Authority.IssueTo(certificate, at, [.. Net.PublicResolvers, "dns.google", "cloudflare-dns.com", "one.one.one.one", "dns.alidns.com", "doh.pub"]);
        var config = new StringBuilder(Head(Net.PublicResolvers[0]));
        foreach (var address in Net.PublicResolvers)
        {
            config.Append(address == Net.PublicResolvers[0] ? "" : $"addLocal('{address}:53')\n");
            config.Append(CultureInfo.InvariantCulture, $"addDOHLocal('{address}:443', '{certificate}.pem', '{certificate}.key', '/dns-query')\naddTLSLocal('{address}:853', '{certificate}.pem', '{certificate}.key')\n");
        }

        var file = _world.At("resolvers", "public.conf");
        await File.WriteAllTextAsync(file, config.ToString(), cancellationToken);
        _public = _world.Serve(Places.Resolvers, "dnsdist-public", "dnsdist", "--supervised", "-C", file);
        await _public.ListeningAsync(443, Net.PublicResolvers[^1], isUdp: false, cancellationToken);
    }

    private async Task RestartCompanyAsync(CancellationToken cancellationToken)
    {
        await EndAsync(_company);
        await StartCompanyAsync(cancellationToken);
    }

    private async Task StartCompanyAsync(CancellationToken cancellationToken)
    {
        var file = _world.At("resolvers", "company.conf");
        var config = Head(Net.Resolver) + string.Create(CultureInfo.InvariantCulture, $"addLocal('[{Net.Resolver6}]:53')\nnewServer({{address='{Net.CompanyDns}:53', pool='company', healthCheckMode='up'}})\n") +
            string.Concat(_rules.Select(rule => rule + "\n")) +
            "addAction('corp.example.', PoolAction('company'))\naddAction('corp.test.', PoolAction('company'))\n";
        await File.WriteAllTextAsync(file, config, cancellationToken);
        _company = _world.Serve(Places.Resolvers, "dnsdist-company", "dnsdist", "--supervised", "-C", file);
        await _company.ListeningAsync(53, Net.Resolver, isUdp: true, cancellationToken);
    }

    private static string Head(string address) =>
        $"setLocal('{address}:53')\nsetACL({{'0.0.0.0/0', '::/0'}})\nsetSecurityPollSuffix('')\nnewServer({{address='{Net.Recursive}:53', healthCheckMode='up'}})\n";
}
