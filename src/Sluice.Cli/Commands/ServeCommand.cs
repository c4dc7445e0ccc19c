using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Sluice.Cli.Invocation;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice serve</c>. On the way to the first answer: no YAML without a file, no Spectre.Console, no reflection.</summary>
internal static class ServeCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("serve", "Run the module proxy")
        {
            Details = "Without flags and files it serves on 127.0.0.1:3000, keeps modules below ./sluice-data and asks proxy.golang.org. "
                + "All settings are in docs/reference/settings.md; `sluice config show` prints what counts.",
            Examples =
            [
                new("Serve this machine; then: go env -w GOPROXY=http://127.0.0.1:3000", "sluice serve"),
                new("Serve the network, with private modules that no public server hears about", "sluice serve --listen :3000 --private '*.corp.example'"),
                new("With a configuration file", "sluice serve --config /etc/sluice/sluice.yaml"),
            ],
        };
        var flags = SettingFlags.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
            SettingsGate.Load(context, flags, parse) is { } settings ? await RunAsync(context, settings, cancellationToken) : ExitCodes.Usage);
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, GatewaySettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await context.Tools.ServeAsync(settings, context, cancellationToken);
            return ExitCodes.Fine;
        }
        catch (Exception exception) when (ExplainListening(exception) is not null)
        {
            context.Complain($"sluice serve: cannot listen on {string.Join(", ", settings.Listen)}", ExplainListening(exception));
            return ExitCodes.Usage;
        }
    }

    /// <summary>What the operating system has against an address; null when the failure is another one.</summary>
    private static string? ExplainListening(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            var reason = cause switch
            {
                AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
                    "another process listens there: stop it, or choose another address with --listen",
                SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                    "this user may not use that port: choose one from 1024 with --listen, or allow it (on Linux CAP_NET_BIND_SERVICE)",
                SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
                    "this machine does not have that address: choose another with --listen, or :PORT for all of them",
                SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
                    "the host name does not resolve: write an IP address with --listen",
                _ => null,
            };
            if (reason is not null)
            {
                return reason;
            }
        }

        return null;
    }
}
