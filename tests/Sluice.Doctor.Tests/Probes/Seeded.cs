namespace Sluice.Doctor.Tests.Probes;

/// <summary>Randomness that is the same in each run.</summary>
internal static class Seeded
{
    public static Random Random(int seed) => new(seed);
}
