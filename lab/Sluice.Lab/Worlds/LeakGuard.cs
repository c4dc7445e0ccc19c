namespace Sluice.Lab.Worlds;

/// <summary>
/// A blackhole route of the machine itself for the company's network, while a lab is up: outside its namespaces an address of the lab would follow the default route
/// out of the machine. Several labs share it; it goes with the one that set it.
/// </summary>
internal sealed class LeakGuard : IAsyncDisposable
{
    private readonly bool _isOurs;

    private LeakGuard(bool isOurs) => _isOurs = isOurs;

    /// <summary>Sets the route, if it is not there.</summary>
    public static async Task<LeakGuard> SetAsync(CancellationToken cancellationToken)
    {
        var result = await Tool.RunAsync(new ToolStart("ip", ["route", "add", "blackhole", Net.CompanyRange]), cancellationToken);
        return new LeakGuard(result.ExitCode == 0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isOurs)
        {
            await Tool.RunAsync(new ToolStart("ip", ["route", "del", "blackhole", Net.CompanyRange]), CancellationToken.None);
        }
    }
}
