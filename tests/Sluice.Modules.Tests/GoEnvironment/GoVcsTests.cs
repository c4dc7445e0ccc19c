using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Modules.Tests.GoEnvironment;

public sealed class GoVcsTests
{
    [Theory]
    [InlineData("the default", "", false, "git", true)]
    [InlineData("the default", "", false, "hg", true)]
    [InlineData("the default", "", false, "svn", false)]
    [InlineData("the default of private modules", "", true, "svn", true)]
    [InlineData("a pattern", "example.com/x:svn", false, "svn", true)]
    [InlineData("a pattern excludes the rest", "example.com/x:svn", false, "git", false)]
    [InlineData("a pattern for others", "other.com:off", false, "git", true)]
    [InlineData("off", "example.com:off", true, "git", false)]
    [InlineData("all", "*:all", false, "fossil", true)]
    [InlineData("the first one decides", "example.com:git,*:all", false, "svn", false)]
    [InlineData("a keyword", "public:svn|git, private:off", false, "svn", true)]
    [InlineData("a keyword", "public:svn|git, private:off", true, "git", false)]
    public void The_first_match_decides(string name, string text, bool isPrivate, string kind, bool expected)
    {
        Assert.True(GoVcs.TryParse(text, out var vcs, out var error), error);
        Assert.True(vcs.Allows(ModulePath.Parse("example.com/x/y"), isPrivate, kind) == expected, name);
    }

    [Theory]
    [InlineData("git", "has no colon")]
    [InlineData(":git", "has no pattern")]
    [InlineData("a.b:", "lacks a kind")]
    [InlineData("a.b:git|", "lacks a kind")]
    [InlineData("a.b:cvs", "\"cvs\" is no kind")]
    [InlineData("a.b:git|git", "twice")]
    [InlineData("a.b:git,a.b:hg", "never be reached")]
    [InlineData("a.b:git,,c.d:hg", "empty entry")]
    [InlineData("a[:git", "malformed pattern")]
    public void Malformed_lists_are_refused(string text, string reason)
    {
        Assert.False(GoVcs.TryParse(text, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
