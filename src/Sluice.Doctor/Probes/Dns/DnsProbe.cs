using System.Net;
using System.Net.Sockets;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Dns;

/// <summary>Asks every resolver for a name, all at once: A and AAAA over UDP, the configured ones over TCP too.</summary>
internal sealed class DnsProbe(DoctorHost host)
{
    /// <summary>What configured servers get beside the system's own resolution, once that has an address.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(250);

    private const int MaxSuffixes = 8;
    private readonly DnsClient _client = new(host);

    /// <summary>Collects it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="why">What needs it.</param>
    /// <param name="hosts">The hosts file; null when it was not read.</param>
    /// <param name="resolvers">The configured resolvers; null when they are not known.</param>
    /// <param name="isDeep">Also asks public resolvers for more than A.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DnsEvidence> CollectAsync(
        string name, string why, HostsEvidence? hosts, ResolverEvidence? resolvers, bool isDeep, CancellationToken cancellationToken)
    {
        var system = SystemResolver.LookUpAsync(host, name, hosts, SystemResolver.Limit, cancellationToken);
        var suffixed = AskAllAsync(SuffixQuestions(name, resolvers), cancellationToken);
        var queries = await AskAllAsync(Questions(name, resolvers, isDeep), cancellationToken);
        return new DnsEvidence(name, why, hosts is null ? [] : [.. hosts.Of(name)], await system, queries, await suffixed);
    }

    /// <summary>
    /// The same in two parts: what this machine's own resolution says comes first, with what the configured servers say as far as they are quick. The rest, which is there to be
    /// compared, goes on.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="why">What needs it.</param>
    /// <param name="hosts">The hosts file; null when it was not read.</param>
    /// <param name="resolvers">The configured resolvers; null when they are not known.</param>
    /// <param name="isDeep">Also asks public resolvers for more than A.</param>
    /// <param name="running">Ends what goes on, which is then left out.</param>
    /// <param name="cancellationToken">Ends the first part.</param>
    public async Task<(DnsEvidence First, Task<DnsEvidence> Whole)> StartAsync(
        string name, string why, HostsEvidence? hosts, ResolverEvidence? resolvers, bool isDeep, CancellationToken running, CancellationToken cancellationToken)
    {
        var questions = Questions(name, resolvers, isDeep).ToList();
        var queries = questions.Select(question => TryAskAsync(question, running)).ToList();
        var suffixed = SuffixQuestions(name, resolvers).Select(question => TryAskAsync(question, running)).ToList();
        var system = await SystemResolver.LookUpAsync(host, name, hosts, SystemResolver.Limit, cancellationToken);
        var own = Task.WhenAll(questions.Zip(queries).Where(pair => pair.First.Kind == ResolverKind.Configured).Select(pair => pair.Second).Concat(suffixed));

        // Without an address the servers' own words are all there is.
        Task enough = system.Addresses.Count > 0 ? Task.WhenAny(own, Task.Delay(Quick, host.Time, cancellationToken)) : own.WaitAsync(cancellationToken);
        await enough;
        return (Evidence(task => task.IsCompletedSuccessfully), FinishAsync());

        async Task<DnsEvidence> FinishAsync()
        {
            await Task.WhenAll(queries.Concat(suffixed));
            return Evidence(_ => true);
        }

        DnsEvidence Evidence(Func<Task<DnsQuery?>, bool> counts) =>
            new(name, why, hosts is null ? [] : [.. hosts.Of(name)], system, Answers(queries.Where(counts)), Answers(suffixed.Where(counts)));
    }

    private static IReadOnlyList<DnsQuery> Answers(IEnumerable<Task<DnsQuery?>> tasks)
    {
#pragma warning disable VSTHRD002, VSTHRD103 // All of them have completed.
        return [.. tasks.Select(task => task.Result).OfType<DnsQuery>()];
#pragma warning restore VSTHRD002, VSTHRD103
    }

    private async Task<DnsQuery?> TryAskAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.AskAsync(question, cancellationToken)).Query;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<DnsQuery>> AskAllAsync(IEnumerable<DnsQuestion> questions, CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(questions.Select(question => _client.AskAsync(question, cancellationToken)))).Select(answer => answer.Query)];

    private IEnumerable<DnsQuestion> SuffixQuestions(string name, ResolverEvidence? resolvers)
    {
        var server = resolvers?.NameServers.FirstOrDefault(server => IPAddress.TryParse(server.Address, out _));
        var isTriedFirst = resolvers is not null && name.Count(c => c == '.') < resolvers.Ndots;
        return server is null || !isTriedFirst
            ? []
            : resolvers!.Search.Take(MaxSuffixes).Select(suffix => suffix.Trim('.')).Where(suffix => suffix.Length > 0).Select(suffix => new DnsQuestion(
                new IPEndPoint(IPAddress.Parse(server.Address), host.DnsPort), server.Address, "", ResolverKind.Configured, DnsTransport.Udp, $"{name}.{suffix}", DnsType.A));
    }

    private IEnumerable<DnsQuestion> Questions(string name, ResolverEvidence? resolvers, bool isDeep)
    {
        foreach (var server in resolvers?.NameServers ?? [])
        {
            if (!IPAddress.TryParse(server.Address, out var address))
            {
                continue;
            }

            var endPoint = new IPEndPoint(address, host.DnsPort);
            yield return new DnsQuestion(endPoint, server.Address, "", ResolverKind.Configured, DnsTransport.Udp, name, DnsType.A);
            yield return new DnsQuestion(endPoint, server.Address, "", ResolverKind.Configured, DnsTransport.Udp, name, DnsType.AAAA);
            yield return new DnsQuestion(endPoint, server.Address, "", ResolverKind.Configured, DnsTransport.Tcp, name, DnsType.A);
        }

        foreach (var known in host.PublicResolvers)
        {
            var endPoint = new IPEndPoint(IPAddress.Parse(known.Address), host.DnsPort);
            yield return new DnsQuestion(endPoint, known.Address, known.Name, ResolverKind.Public, DnsTransport.Udp, name, DnsType.A);
            yield return new DnsQuestion(endPoint, known.Address, known.Name, ResolverKind.Public, DnsTransport.Udp, name, DnsType.AAAA);
            if (isDeep)
            {
                yield return new DnsQuestion(endPoint, known.Address, known.Name, ResolverKind.Public, DnsTransport.Tcp, name, DnsType.A);
            }
        }

        foreach (var known in host.HttpsResolvers)
        {
            yield return new DnsQuestion(null, known.Address, known.Name, ResolverKind.Https, DnsTransport.Https, name, DnsType.A);
            if (isDeep)
            {
                yield return new DnsQuestion(null, known.Address, known.Name, ResolverKind.Https, DnsTransport.Https, name, DnsType.AAAA);
            }
        }
    }
}

/// <summary>This machine's own resolution, as programs see it.</summary>
internal static class SystemResolver
{
    /// <summary>What the system itself may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Looks a name up. Where the file system's root is not the machine's own, the machine's resolver would tell of another machine: the hosts file counts then, and after
    /// it the configured servers do.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<SystemLookup> LookUpAsync(DoctorHost host, string name, HostsEvidence? hosts, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(name.Trim('[', ']'), out var literal))
        {
            return new SystemLookup(DnsOutcome.Answered, [literal.ToString()], null, 0);
        }

        var listed = hosts?.Of(name).Select(entry => entry.Address).ToList() ?? [];
        if (host.Root is not ("" or "/") && (listed.Count > 0 || name != "localhost"))
        {
            return listed.Count > 0 ? new SystemLookup(DnsOutcome.Answered, listed, null, 0) : await ForeignResolver.LookUpAsync(host, name, cancellationToken);
        }

        var started = host.Time.GetTimestamp();
        using var timer = new CancellationTokenSource(limit, host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            // WaitAsync: getaddrinfo does not stop when it is cancelled.
            var addresses = await System.Net.Dns.GetHostAddressesAsync(name, cancellationToken).WaitAsync(either.Token);
            return new SystemLookup(
                addresses.Length > 0 ? DnsOutcome.Answered : DnsOutcome.NoData, [.. addresses.Select(address => address.ToString())], null, Elapsed());
        }
        catch (SocketException exception)
        {
            var outcome = exception.SocketErrorCode switch
            {
                SocketError.HostNotFound => DnsOutcome.NameError,
                SocketError.NoData => DnsOutcome.NoData,
                _ => DnsOutcome.ServerFailure,
            };
            return new SystemLookup(outcome, [], $"{exception.SocketErrorCode}: {exception.Message}", Elapsed());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SystemLookup(DnsOutcome.TimedOut, [], $"no answer in {limit.TotalSeconds:0.#} s", Elapsed());
        }

        double Elapsed() => host.Time.GetElapsedTime(started).TotalMilliseconds;
    }
}
