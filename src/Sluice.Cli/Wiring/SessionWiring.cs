using Sluice.Cli.Fetching;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>get</c> and <c>prefetch</c> with the pipeline.</summary>
internal static class SessionWiring
{
    public static Task<IGatewaySession> OpenAsync(GatewaySettings settings, CliContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The pipeline is not connected yet.");
}
