namespace Sluice.Doctor.Tests.Explain;

public sealed class OwnSampleTests
{
    [Fact]
    public void Texts_made_of_the_words_of_go_git_ssh_and_curl_are_answered_exactly()
    {
        var misses = Samples.Misses(Samples.Own);

        Assert.True(misses.Count == 0, $"{Samples.Own.Count - misses.Count} of {Samples.Own.Count}\n{string.Join('\n', misses)}");
    }
}
