using System.Collections.Concurrent;
using System.Text;
using Sluice.Cli.Fetching;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Tests;

/// <summary>A pipeline with a few modules. What was fetched once is a hit from then on.</summary>
internal sealed class FakeSession : IGatewaySession
{
    public const string Hash = "h1:ScX5w1eTa3QqT8oi6+ziP7dTV1S2+ALU0bI+0zXKWiQ=";

    private readonly ConcurrentDictionary<string, bool> _stored = new();
    private int _running;

    public bool IsDisposed { get; private set; }

    /// <summary>Every question, as <c>M@Q parts</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public int MostAtOnce { get; private set; }

    /// <summary>Runs at each question.</summary>
    public Func<string, CancellationToken, Task> OnFetch { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<FetchReport> FetchAsync(ModulePath path, VersionQuery query, FetchParts parts, CancellationToken cancellationToken)
    {
        var name = $"{path}@{query}";
        Asked.Enqueue($"{name} {parts}");
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        await OnFetch(name, cancellationToken);
        Interlocked.Decrement(ref _running);
        if (path.Value.StartsWith("example.com/full", StringComparison.Ordinal))
        {
            throw new StoreException(FaultCodes.StoreFull.At());
        }

        if (path.Value.StartsWith("example.com/gone", StringComparison.Ordinal))
        {
            return new FetchReport
            {
                Cache = CacheOutcome.Negative,
                Fault = FaultCodes.NotFound.At("https://proxy.golang.org", "404 Not Found") with { UpstreamText = "not found: unknown revision" },
            };
        }

        return new FetchReport
        {
            Version = query is VersionQuery.Exact exact ? exact.Revision.Value : "v1.5.2",
            Time = new DateTimeOffset(2018, 2, 14, 0, 44, 20, TimeSpan.Zero),
            Source = "https://proxy.golang.org",
            Cache = _stored.TryAdd(name, true) ? CacheOutcome.Miss : CacheOutcome.Hit,
            H1 = parts.HasFlag(FetchParts.Zip) ? Hash : null,
            SizeBytes = parts.HasFlag(FetchParts.Zip) ? 8_912_345 : null,
            Stages = [new("info", TimeSpan.FromMilliseconds(101)), new("mod", TimeSpan.FromMilliseconds(50)), new("zip", TimeSpan.FromMilliseconds(1261))],
        };
    }

    /// <summary>The go.mod files that upstreams have, by <c>path@version</c>.</summary>
    public Dictionary<string, string> GoMods { get; } = [];

    public async Task<GoModAnswer> ReadGoModAsync(ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        var name = $"{path}@{version}";
        Asked.Enqueue($"{name} go.mod");
        await OnFetch(name, cancellationToken);
        if (path.Value.StartsWith("example.com/full", StringComparison.Ordinal))
        {
            throw new StoreException(FaultCodes.StoreFull.At());
        }

        return GoMods.TryGetValue(name, out var text)
            ? new GoModAnswer(Encoding.UTF8.GetBytes(text), null)
            : new GoModAnswer(null, FaultCodes.NotFound.At("https://proxy.golang.org", "404 Not Found"));
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
