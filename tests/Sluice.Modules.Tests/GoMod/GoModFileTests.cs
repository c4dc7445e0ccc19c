using System.Text;
using Sluice.Modules.GoMod;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.GoMod;

public sealed class GoModFileTests
{
    [Theory]
    [InlineData("module example.com/m", "example.com/m")]
    [InlineData("// c\n\n\tmodule\t\"example.com/\\x61\" // c\nrubbish (\n", "example.com/a")]
    [InlineData("modulex y\nmodule `raw`\n", "raw")]
    [InlineData("module\nmodule m\r\n", "m")]
    [InlineData("module \"open\nmodule m\n", null)]
    [InlineData("module \"\"\nmodule m\n", null)]
    [InlineData("module //m\n", null)]
    [InlineData("\uFEFFmodule m\n", null)]
    [InlineData("go 1.20\n", null)]
    [InlineData("", null)]
    public void The_module_path_is_found_without_parsing_the_rest(string content, string? path) =>
        Assert.Equal(path, GoModFile.ModulePathOf(Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData("v1.0.0", "v1.9.0", "v1.0.0", true)]
    [InlineData("v1.0.0", "v1.9.0", "v1.9.0", true)]
    [InlineData("v1.0.0", "v1.9.0", "v1.10.0", false)]
    [InlineData("v1.0.0", "v1.0.0", "v1.0.0-pre", false)]
    [InlineData("v1.0.0", "banana", "v1.0.0", false)]
    public void A_retraction_covers_both_ends_and_what_lies_between(string low, string high, string version, bool covered) =>
        Assert.Equal(covered, new Retraction(low, high, "", default).Covers(ModuleVersion.Parse(version)));

    [Theory]
    [InlineData(".", true)]
    [InlineData("..", true)]
    [InlineData("./a", true)]
    [InlineData("..\\a", true)]
    [InlineData("/a", true)]
    [InlineData("\\a", true)]
    [InlineData("C:a", true)]
    [InlineData(".a", false)]
    [InlineData("...", false)]
    [InlineData("a/..", false)]
    [InlineData("1:a", false)]
    [InlineData("", false)]
    public void Directories_are_told_from_module_paths(string path, bool directory) => Assert.Equal(directory, LocalPaths.IsDirectory(path));

    [Fact]
    public void A_replacement_by_a_windows_directory_is_understood_everywhere()
    {
        var file = GoModFile.Parse("module m\n\nreplace a => ..\\b\n", "go.mod", GoModParsing.Strict);

        Assert.True(Assert.Single(file.Replacements).IsDirectory);
    }

    [Fact]
    public void Parse_throws_all_errors()
    {
        var error = Assert.Throws<FormatException>(() => GoModFile.Parse("x\ny\n", "a/go.mod", GoModParsing.Strict));

        Assert.Equal("a/go.mod:1: unknown directive: x\na/go.mod:2: unknown directive: y", error.Message);
    }

    [Fact]
    public void Positions_count_lines_code_points_and_bytes()
    {
        var file = GoModFile.Parse("module m // é\n\nrequire (\n\texample.com/a v1.0.0\n)\n", "go.mod", GoModParsing.Strict);

        Assert.Equal(new GoModPosition(4, 2, 27), Assert.Single(file.Requirements).Position);
    }

    [Fact]
    public void A_file_as_long_as_the_limit_is_read_and_one_byte_more_is_refused()
    {
        var content = new byte[GoModLimits.MaxFileBytes + 1];
        Array.Fill(content, (byte)'x');
        "module m\n//"u8.CopyTo(content);

        Assert.True(GoModFile.TryParse(content.AsSpan(..^1), "go.mod", GoModParsing.Strict, out _, out _));
        Assert.False(GoModFile.TryParse(content, "go.mod", GoModParsing.Strict, out _, out var errors));
        Assert.Equal("go.mod:1: file too large: more than 16777216 bytes", Assert.Single(errors).ToString());
    }

    [Fact]
    public void A_file_of_too_many_tokens_is_refused()
    {
        var content = string.Concat(Enumerable.Repeat("x\n", GoModLimits.MaxTokens / 2));

        Assert.True(GoModFile.TryParse(content[..^2], "go.mod", GoModParsing.Lax, out _, out _));
        Assert.False(GoModFile.TryParse(content + "x\n", "go.mod", GoModParsing.Lax, out _, out var errors));
        Assert.Equal($"file too complex: more than {GoModLimits.MaxTokens} tokens", Assert.Single(errors).Message);
    }

    [Fact]
    public void Errors_end_at_the_limit_with_a_word_about_it()
    {
        var content = string.Concat(Enumerable.Repeat("x\n\"\n", 1000));

        Assert.False(GoModFile.TryParse(content, "go.mod", GoModParsing.Strict, out _, out var errors));

        Assert.Equal(GoModLimits.MaxErrors + 1, errors.Count);
        Assert.Equal("too many errors", errors[^1].Message);
    }

    [Theory]
    [InlineData("1.20", true)]
    [InlineData("1.21.0", true)]
    [InlineData("1.22rc1", true)]
    [InlineData("1.05", false)]
    [InlineData("1", false)]
    [InlineData("v1.20", false)]
    [InlineData("1.20\n", false)]
    public void Go_versions_have_their_form(string version, bool valid) => Assert.Equal(valid, GoVersionRules.IsGoVersion(version));

    [Fact]
    public void Go_versions_are_ordered_as_the_go_command_orders_them()
    {
        string[] ordered = ["banana", "1.9", "1.20rc1", "1.20", "1.20.1", "1.21", "1.21rc1", "1.21rc2", "1.21.0", "1.21.1", "1.100", "2.0"];

        Assert.Equal(ordered, ordered.Reverse().Order(Comparer<string>.Create(GoVersionRules.Compare)));
        Assert.Equal(0, GoVersionRules.Compare("1.20", "1.20.0"));
        Assert.NotEqual(0, GoVersionRules.Compare("1.21", "1.21.0"));
    }
}
