using Sluice.Testing;

namespace Sluice.Server.Tests.Hosting;

/// <summary>Waits for work in the background whose end nobody announces.</summary>
internal static class Eventually
{
    /// <summary>Looks again and again until the condition holds; fails after <see cref="Patience.Long"/>.</summary>
    public static async Task HoldsAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
