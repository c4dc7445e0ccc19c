using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

/// <summary>Waits for work in the background whose end nobody announces.</summary>
internal static class Eventually
{
    /// <summary>Looks again and again until the condition holds; fails after <see cref="Patience.Long"/>.</summary>
    public static Task HoldsAsync(Func<bool> condition) => HoldsAsync(condition, static () => { });

    /// <summary>As the other, winding a clock on by a step before each look.</summary>
    public static Task HoldsAsync(Func<bool> condition, ManualTimeProvider clock, TimeSpan step) => HoldsAsync(condition, () => clock.Advance(step));

    private static async Task HoldsAsync(Func<bool> condition, Action meanwhile)
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            meanwhile();
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
