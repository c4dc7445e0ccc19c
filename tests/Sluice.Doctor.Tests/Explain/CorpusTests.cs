namespace Sluice.Doctor.Tests.Explain;

public sealed class CorpusTests
{
    [Fact]
    public void Real_samples_are_answered_exactly()
    {
        var misses = Samples.Misses(Samples.Corpus);

        Assert.True(misses.Count == 0, $"{Samples.Corpus.Count - misses.Count} of {Samples.Corpus.Count}\n{string.Join('\n', misses)}");
    }
}
