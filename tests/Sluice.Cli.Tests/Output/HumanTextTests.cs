using Sluice.Cli.Output;

namespace Sluice.Cli.Tests.Output;

public sealed class HumanTextTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(999_949, "999.9 kB")]
    [InlineData(999_950, "1.0 MB")]
    [InlineData(8_912_345, "8.9 MB")]
    [InlineData(long.MaxValue, "9223372.0 TB")]
    public void Sizes_have_decimal_units(long bytes, string text) => Assert.Equal(text, HumanText.Size(bytes));

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(999.4, "999 ms")]
    [InlineData(999.5, "1.0 s")]
    [InlineData(12_345, "12.3 s")]
    [InlineData(184_000, "3 min 4 s")]
    public void Durations_have_the_unit_that_reads_best(double milliseconds, string text) => Assert.Equal(text, HumanText.Duration(milliseconds));

    [Fact]
    public void Prose_is_broken_at_blanks() =>
        Assert.Equal(["one two", "three", "elephantine", "x"], TextWrapping.Wrap("one two  three elephantine x", 8));
}
