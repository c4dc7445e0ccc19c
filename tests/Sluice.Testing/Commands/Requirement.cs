namespace Sluice.Testing;

/// <summary>Something that a test needs and that may not be installed: it skips the test on a laptop and fails it in CI.</summary>
public static class Requirement
{
    // What xunit.v3 takes for a skipped test: the contract between its assertions and its runner, for other assertion libraries
    // (https://xunit.net/docs/getting-started/v3/whats-new, dynamic skipping). So this library needs no reference to it.
    private const string DynamicSkip = "$XunitDynamicSkip$";

    /// <summary>The exception to throw where something is missing.</summary>
    public static Exception Missing(string what) =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
            ? new InvalidOperationException($"{what}, and in CI nothing is skipped")
            : new InvalidOperationException(DynamicSkip + what);
}
