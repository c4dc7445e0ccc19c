using Sluice.Cli.Commands;
using Sluice.Server.Configuration;
using Sluice.Server.Hosting;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>serve</c> with the server's host. Log lines go to stderr.</summary>
internal static class GatewayWiring
{
    public static async Task ServeAsync(GatewaySettings settings, CliContext context, CancellationToken cancellationToken)
    {
        await using var log = Console.OpenStandardError();
        await GatewayHost.RunAsync(settings, EnvironmentOf(context, log), cancellationToken);
    }

    /// <summary>What the server needs of this process.</summary>
    public static GatewayEnvironment EnvironmentOf(CliContext context, Stream log) => new()
    {
        Version = VersionCommand.ProductVersion,
        LogTarget = log,
        LogIsTerminal = context.IsErrorTerminal,
        Time = context.Time,
#pragma warning disable RS0030 // The composition root chooses the randomness.
        Random = Random.Shared.NextDouble,
#pragma warning restore RS0030
        Started = addresses => SayHowToUse(context, addresses),
    };

    /// <summary>A newcomer's next line; whoever collects logs has no use for it.</summary>
    private static void SayHowToUse(CliContext context, IReadOnlyList<string> addresses)
    {
        if (context.IsErrorTerminal && addresses.Count > 0)
        {
            context.Say(context.ErrorInk.Bold($"Ready. Try: GOPROXY={addresses[0]} go mod download"));
        }
    }
}
