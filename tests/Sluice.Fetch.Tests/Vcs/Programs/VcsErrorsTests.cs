using Sluice.Fetch.Vcs.Programs;

namespace Sluice.Fetch.Tests.Vcs.Programs;

public sealed class VcsErrorsTests
{
    [Theory]
    [InlineData("abort: error: Name or service not known", "dns.nxdomain")]
    [InlineData("abort: error: Connection refused", "tcp.refused")]
    [InlineData("svn: E170013: Unable to connect to a repository at URL 'x'\nsvn: E000110: Can't connect to host 'x': Connection timed out", "goproxy.timeout")]
    [InlineData("abort: http authorization required for https://h/r", "vcs.auth-required")]
    [InlineData("svn: E170001: Authentication error from server", "vcs.auth-required")]
    [InlineData("Error: login failed\nserver returned an error - clone aborted", "vcs.auth-required")]
    [InlineData("Error: not authorized to clone\nserver returned an error - clone aborted", "vcs.auth-required")]
    [InlineData("svn: E230001: Server SSL certificate verification failed", "tls.unknown-ca")]
    [InlineData("abort: HTTP Error 404: Not Found", "vcs.repository-not-found")]
    [InlineData("svn: E170000: URL 'svn://h/r' doesn't exist", "vcs.repository-not-found")]
    [InlineData("something else", "vcs.failed")]
    [InlineData("", "vcs.failed")]
    public void What_programs_say_has_a_name(string errors, string code)
    {
        var fault = VcsErrors.Map("hg", errors, "h", "");
        Assert.Equal((code, "h"), (fault.Code.Id, fault.Source));
    }

    [Fact]
    public void A_place_of_ours_is_not_told() =>
        Assert.DoesNotContain("/.vcs/", VcsErrors.Map("hg", "abort: /data/.vcs/hg/0/clone: broken", "h", "").ToString(), StringComparison.Ordinal);
}
