using Sluice.Fetch.Http;
using Sluice.Modules.Paths;

namespace Sluice.Server.Configuration;

/// <summary>The gateway's own checksum database.</summary>
/// <param name="Name">Its name, <c>host[/path]</c>.</param>
/// <param name="Match">The modules that it records. Default: those of <c>private</c>.</param>
public sealed record SumLogSettings(string Name, PathPatterns Match)
{
    /// <summary>Opens the key that is sealed in the log's folder; null if <see cref="Key"/> is given.</summary>
    public Secret? Passphrase { get; init; }

    /// <summary>The secret key itself; null if it is sealed in the log's folder.</summary>
    public Secret? Key { get; init; }
}
