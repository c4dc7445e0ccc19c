using Sluice.Cli.Fetching;
using Sluice.Server.Configuration;
using Sluice.Server.Hosting;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>get</c> and <c>prefetch</c> with the pipeline.</summary>
internal static class SessionWiring
{
    public static Task<IGatewaySession> OpenAsync(GatewaySettings settings, CliContext context, CancellationToken cancellationToken)
    {
        var pipeline = GatewayPipeline.Create(settings, GatewayWiring.EnvironmentOf(context, Stream.Null), new SessionLog(context));
        return Task.FromResult<IGatewaySession>(new GatewaySession(pipeline, context.Time));
    }
}
