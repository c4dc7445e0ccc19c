namespace Sluice.Lab.Worlds;

/// <summary>
/// A blackhole route of the machine itself for the company's network, while a lab is up: outside its namespaces an address of the lab would follow the default route
/// out of the machine. Several labs share it; it goes with the last one.
/// </summary>
internal sealed class LeakGuard : IAsyncDisposable
{
    /// <summary>Marks the route as the lab's: nobody else has a reason for this metric.</summary>
    private static readonly string[] Route = ["blackhole", Net.CompanyRange, "metric", "7777"];

    private LeakGuard()
    {
    }

    /// <summary>Removes what runs left behind that were killed, and sets the route, if it is not there.</summary>
    public static async Task<LeakGuard> SetAsync(CancellationToken cancellationToken)
    {
        await Namespaces.RemoveLeftoversAsync(cancellationToken);
        await Tool.RunAsync(new ToolStart("ip", ["route", "add", .. Route]), cancellationToken);
        return new LeakGuard();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!await Namespaces.AnyAsync())
        {
            await Tool.RunAsync(new ToolStart("ip", ["route", "del", .. Route]), CancellationToken.None);
        }
    }
}
