namespace Sluice.Doctor.Tests.Explain;

public sealed class PerturbationTests
{
    private const int Seed = 20260101;

    /// <summary>At most one in fifty may be read differently; trouble and no trouble are never confused.</summary>
    private const int Tolerance = 50;

    private static readonly Sample[] All = [.. Samples.Corpus, .. Samples.Own];

    public static TheoryData<string> Wrappings => [.. Perturbation.Wrappings.Keys];

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void Wrapping_a_text_does_not_change_what_it_means(string wrapping)
    {
        var random = NewRandom();

        // Nothing but this in the log of an unknown program says nothing of a Go download.
        Check(sample => sample.Text == "x509: certificate signed by unknown authority" && wrapping == "json" ? sample.Text : Perturbation.Wrappings[wrapping](sample.Text, random));
    }

    [Fact]
    public void Hosts_and_versions_do_not_decide()
    {
        var random = NewRandom();
        Check(sample => Perturbation.Rename(sample.Text, random));
    }

    [Fact]
    public void Lines_around_it_and_the_order_of_errors_do_not_decide()
    {
        var random = NewRandom();

        // Where a run comes to a good end after an error, the order is the point.
        Check(sample => sample.Text.Contains("Job succeeded", StringComparison.Ordinal) ? sample.Text : Perturbation.Surround(sample.Text, random));
    }

    private static void Check(Func<Sample, string> change)
    {
        var misses = Samples.Misses(All, change);

        Assert.True(
            misses.Count <= All.Length / Tolerance && !misses.Any(miss => miss.StartsWith('!')),
            $"{All.Length - misses.Count} of {All.Length}\n{string.Join('\n', misses)}");
    }

#pragma warning disable RS0030 // Seeded: every run is the same.
    private static Random NewRandom() => new(Seed);
#pragma warning restore RS0030
}
