using System.Text.Json;
using Sluice.Lab.Serving;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Servers;

/// <summary>The lab's web servers: one process of this program (<c>serve</c>) with many hosts, told how to misbehave by files that it reads at each request.</summary>
internal sealed class WebServers : IAsyncDisposable
{
    private readonly LabServer _server;
    private readonly string _control;

    private WebServers(LabServer server, string control)
    {
        _server = server;
        _control = control;
    }

    /// <summary>Starts the process.</summary>
    public static async Task<WebServers> StartAsync(LabWorld world, CancellationToken cancellationToken)
    {
        var control = Directory.CreateDirectory(world.At("control")).FullName;
        var server = world.Serve(Places.Web, "web", Dotnet.Program, typeof(WebServers).Assembly.Location, "serve", world.Folder);
        return new WebServers(await server.ListeningAsync(443, null, isUdp: false, cancellationToken), control);
    }

    /// <summary>Changes how a host behaves, and gives back what restores the former.</summary>
    public Func<Task> Change(string host, Func<HostControl, HostControl> change)
    {
        var file = HostControl.FileOf(_control, host);
        var before = HostControl.Read(_control, host);
        Write(file, change(before));
        return () =>
        {
            Write(file, before);
            return Task.CompletedTask;
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static void Write(string file, HostControl control)
    {
        // The server reads at any time; it must find the old text or the new one.
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(control, HostControl.Json));
        File.Move(file + ".new", file, overwrite: true);
    }
}
