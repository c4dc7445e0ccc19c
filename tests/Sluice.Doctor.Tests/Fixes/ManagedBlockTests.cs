using Sluice.Doctor.Fixes;

namespace Sluice.Doctor.Tests.Fixes;

public sealed class ManagedBlockTests
{
    [Theory]
    [InlineData("no file", null, "\n")]
    [InlineData("lines", "a\nb\n", "\n")]
    [InlineData("no newline at the end", "a\nb", "\n")]
    [InlineData("Windows lines", "a\r\nb\r\n", "\r\n")]
    public void What_stands_outside_is_kept_byte_for_byte(string name, string? text, string lineEnd)
    {
        Assert.NotEmpty(name);
        var one = ManagedBlock.Write(text, ["x"], "purpose", lineEnd);
        var two = ManagedBlock.Write(one, ["y", "z"], "purpose", lineEnd);

        Assert.StartsWith(text ?? "", two, StringComparison.Ordinal);
        Assert.EndsWith($"# >>> sluice >>> purpose{lineEnd}y{lineEnd}z{lineEnd}# <<< sluice <<<{lineEnd}", two, StringComparison.Ordinal);
        Assert.Equal(["y", "z"], ManagedBlock.Read(two));
        Assert.Equal(1, two.Split(ManagedBlock.Start).Length - 1);
    }

    [Fact]
    public void A_block_without_lines_goes_whole()
    {
        var text = ManagedBlock.Write("a\n", ["x"], "purpose", "\n") + "after\n";

        Assert.Equal("a\nafter\n", ManagedBlock.Write(text, [], "purpose", "\n"));
        Assert.Equal("a\n", ManagedBlock.Write("a\n", [], "purpose", "\n"));
    }

    [Fact]
    public void A_mark_without_its_end_is_nobodys_block()
    {
        const string Text = "# >>> sluice >>> purpose\nx\n";

        Assert.Empty(ManagedBlock.Read(Text));
        Assert.StartsWith(Text, ManagedBlock.Write(Text, ["y"], "purpose", "\n"), StringComparison.Ordinal);
    }
}
