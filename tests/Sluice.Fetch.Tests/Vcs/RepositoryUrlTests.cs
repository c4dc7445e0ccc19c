using Sluice.Fetch.Vcs;

namespace Sluice.Fetch.Tests.Vcs;

public sealed class RepositoryUrlTests
{
    [Theory]
    [InlineData("https://github.com/o/r")]
    [InlineData("https://git.corp.example:8443/group/sub/r.git")]
    [InlineData("ssh://git@git.corp.example:2222/r.git")]
    [InlineData("git+ssh://git@git.corp.example/r.git")]
    [InlineData("git@git.corp.example:team/r.git")]
    [InlineData("git.corp.example:team/r.git")]
    [InlineData("https://user@git.corp.example/r.git")]
    public void What_repositories_have_passes(string url) => Assert.Null(RepositoryUrl.Check(url, isConfigured: false));

    [Theory]
    [InlineData("http://127.0.0.1:8080/r.git")]
    [InlineData("svn://svn.corp.example/r")]
    public void Clear_text_passes_only_when_the_operator_said_so(string url)
    {
        Assert.Contains("clear text", RepositoryUrl.Check(url, isConfigured: false), StringComparison.Ordinal);
        Assert.Null(RepositoryUrl.Check(url, isConfigured: true));
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("an option", "--upload-pack=touch /x")]
    [InlineData("a helper", "ext::sh -c touch% /x")]
    [InlineData("a helper without blank", "ext::sh")]
    [InlineData("a file", "file:///etc")]
    [InlineData("a path", "/srv/git/r.git")]
    [InlineData("a relative path", "../r.git")]
    [InlineData("git's own protocol", "git://github.com/o/r")]
    [InlineData("ftp", "ftp://host/r.git")]
    [InlineData("a host that is an option", "ssh://-oProxyCommand=x/r")]
    [InlineData("a user that is an option", "ssh://-oProxyCommand=x@host/r")]
    [InlineData("a short form whose host is an option", "git@-oProxyCommand=x:r")]
    [InlineData("a short form whose path is an option", "git@host:-x")]
    [InlineData("a newline", "https://host/r\nx")]
    [InlineData("a blank", "https://host/r x")]
    [InlineData("a password", "https://u:secret@host/r")]
    public void What_could_do_harm_is_refused(string name, string url)
    {
        var problem = RepositoryUrl.Check(url, isConfigured: true);
        Assert.True(problem is not null, name);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_has_a_limit()
    {
        var longest = "https://host/" + new string('r', RepositoryUrl.MaxLength - "https://host/".Length);
        Assert.Null(RepositoryUrl.Check(longest, isConfigured: false));
        Assert.NotNull(RepositoryUrl.Check(longest + "r", isConfigured: false));
    }
}
