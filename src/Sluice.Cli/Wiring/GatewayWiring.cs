using Sluice.Server.Configuration;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>serve</c> with the server's host.</summary>
internal static class GatewayWiring
{
    public static Task ServeAsync(GatewaySettings settings, CliContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The gateway's host is not connected yet.");
}
