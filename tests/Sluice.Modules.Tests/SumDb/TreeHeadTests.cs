using Sluice.Modules.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class TreeHeadTests
{
    private const string Hash = "TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=";
    private const string Text = "go.sum database tree\n123456789012\n" + Hash + "\n";

    [Fact]
    public void Heads_are_read_and_written()
    {
        var head = new TreeHead(123456789012, LogHash.OfRecord("hello world"u8));

        Assert.Equal(Text, head.ToString());
        Assert.Equal(head, TreeHead.Parse(Text));
    }

    [Theory]
    [InlineData("JOE")]
    [InlineData("JOE\n")]
    [InlineData("\n\n\n")]
    public void Further_lines_are_passed_over(string more) => Assert.Equal(TreeHead.Parse(Text), TreeHead.Parse(Text + more));

    [Theory]
    [InlineData("not-" + Text)]
    [InlineData("")]
    [InlineData("go.sum database tree\n")]
    [InlineData("go.sum database tree\n1\n" + Hash)]
    [InlineData("go.sum database tree v2\n1\n" + Hash + "\n")]
    [InlineData("go.sum database tree\n0xabcdef\n" + Hash + "\n")]
    [InlineData("go.sum database tree\n-1\n" + Hash + "\n")]
    [InlineData("go.sum database tree\n+1\n" + Hash + "\n")]
    [InlineData("go.sum database tree\n01\n" + Hash + "\n")]
    [InlineData("go.sum database tree\n 1\n" + Hash + "\n")]
    [InlineData("go.sum database tree\n\n" + Hash + "\n")]
    [InlineData("go.sum database tree\n1152921504606846977\n" + Hash + "\n")]
    [InlineData("go.sum database tree\n9223372036854775808\n" + Hash + "\n")]
    [InlineData("go.sum database tree\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBTOOBIG=\n")]
    [InlineData("go.sum database tree\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb1=\n")]
    [InlineData("go.sum database tree\n1\nAAAA\n")]
    public void Other_texts_are_no_heads(string text)
    {
        Assert.False(TreeHead.TryParse(text, out _, out var error));
        Assert.NotEmpty(error);
        Assert.Throws<FormatException>(() => TreeHead.Parse(text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(TreeHead.MaxSize - 1)]
    [InlineData(TreeHead.MaxSize)]
    public void Sizes_up_to_the_limit_are_heads(long size) => Assert.Equal(size, TreeHead.Parse($"go.sum database tree\n{size}\n{Hash}\n").Size);

    [Fact]
    public void The_empty_tree_has_the_hash_of_nothing() =>
        Assert.Equal("go.sum database tree\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", TreeHead.Empty.ToString());
}
