using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Git;

namespace Sluice.Fetch.Tests.Vcs.Git;

public sealed class GitErrorTests
{
    private static readonly GitRemote Https = GitRemote.Parse("https://git.example.com/team/repo.git", allowsFiles: false);

    [Theory]
    [InlineData("dns.nxdomain", "fatal: unable to access 'https://git.example.com/x/': Could not resolve host: git.example.com")]
    [InlineData("dns.nxdomain", "ssh: Could not resolve hostname git.example.com: Name or service not known\nfatal: Could not read from remote repository.")]
    [InlineData("dns.timeout", "ssh: Could not resolve hostname git.example.com: Temporary failure in name resolution")]
    [InlineData("tcp.refused", "fatal: unable to access 'https://git.example.com/x/': Failed to connect to git.example.com port 443 after 0 ms: Couldn't connect to server")]
    [InlineData("tcp.refused", "ssh: connect to host git.example.com port 22: Connection refused")]
    [InlineData("tcp.timeout", "ssh: connect to host git.example.com port 22: Connection timed out")]
    [InlineData("tcp.timeout", "ssh: connect to host git.example.com port 22: No route to host")]
    [InlineData("goproxy.timeout", "error: RPC failed; curl 28 Operation too slow. Less than 1 bytes/sec transferred the last 60 seconds\nfatal: expected flush after ref listing")]
    [InlineData("tcp.reset", "error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: early EOF")]
    [InlineData("tls.unknown-ca", "fatal: unable to access 'https://git.example.com/x/': server certificate verification failed. CAfile: /etc/ssl/certs/ca-certificates.crt CRLfile: none")]
    [InlineData("tls.unknown-ca", "fatal: unable to access 'https://git.example.com/x/': SSL certificate problem: unable to get local issuer certificate")]
    [InlineData("tls.expired", "fatal: unable to access 'https://git.example.com/x/': SSL certificate problem: certificate has expired")]
    [InlineData("tls.name-mismatch", "fatal: unable to access 'https://git.example.com/x/': SSL: no alternative certificate subject name matches target host name 'git.example.com'")]
    [InlineData("tls.handshake-failed", "fatal: unable to access 'https://git.example.com/x/': gnutls_handshake() failed: Handshake failed")]
    [InlineData("vcs.cannot-pack", "error: invalid path '..'\nfatal: not a tree object")]
    [InlineData("vcs.auth-required", "fatal: could not read Username for 'https://git.example.com': terminal prompts disabled")]
    [InlineData("vcs.auth-required", "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://git.example.com/x/'")]
    [InlineData("vcs.auth-required", "fatal: unable to access 'https://git.example.com/x/': The requested URL returned error: 403")]
    [InlineData("vcs.auth-required", "git@git.example.com: Permission denied (publickey).\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.")]
    [InlineData("vcs.host-key", "No ED25519 host key is known for git.example.com and you have requested strict checking.\nHost key verification failed.\nfatal: Could not read from remote repository.")]
    [InlineData("vcs.repository-not-found", "remote: Repository not found.\nfatal: repository 'https://git.example.com/x/' not found")]
    [InlineData("vcs.repository-not-found", "ERROR: Repository not found.\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.")]
    [InlineData("vcs.repository-not-found", "fatal: '/srv/x.git' does not appear to be a git repository\nfatal: Could not read from remote repository.")]
    [InlineData("vcs.refused", "fatal: transport 'ext' not allowed")]
    [InlineData("proxy.auth-required", "fatal: unable to access 'https://git.example.com/x/': CONNECT tunnel failed, response 407")]
    [InlineData("proxy.auth-required", "fatal: unable to access 'https://git.example.com/x/': Received HTTP code 407 from proxy after CONNECT")]
    [InlineData("proxy.connect-refused", "fatal: unable to access 'https://git.example.com/x/': Could not resolve proxy: proxy.example.com")]
    [InlineData("ratelimit", "fatal: unable to access 'https://git.example.com/x/': The requested URL returned error: 429")]
    [InlineData("goproxy.5xx", "fatal: unable to access 'https://git.example.com/x/': The requested URL returned error: 502")]
    [InlineData("disk.full", "fatal: write error: No space left on device\nfatal: fetch-pack: invalid index-pack output")]
    [InlineData("vcs.unknown-revision", "fatal: couldn't find remote ref refs/tags/v1.0.0")]
    [InlineData("vcs.unknown-revision", "fatal: remote error: upload-pack: not our ref 0123")]
    [InlineData("vcs.failed", "error: Server does not allow request for unadvertised object 0123")]
    [InlineData("vcs.failed", "fatal: the requested operation is not allowed here")]
    [InlineData("vcs.failed", "fatal: cannot read 'https://git.example.com/gnutls_handshake/x'")]
    [InlineData("vcs.failed", "")]
    public void Texts_have_their_codes(string id, string errors) => Assert.Equal(id, GitErrors.Map(errors, Https, "x").Code.Id);

    [Theory]
    [InlineData("fatal: cannot lock ref in '/var/cache/sluice/git/ab/content': odd", "cannot lock ref in '…': odd")]
    [InlineData("fatal: unable to write /srv/cache/x", "unable to write …")]
    [InlineData("fatal: bad 'https://user:secret@git.example.com/x/'", "bad 'https://git.example.com/x/'")]
    [InlineData("fatal: real\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n", "real")]
    [InlineData("fatal: a\u001b[31mb", "a[31mb")]
    public void The_last_word_holds_no_path_no_login_and_no_filler(string errors, string expected) =>
        Assert.Equal("fatal: " + expected, GitErrors.Map(errors, Https, "x").Detail);

    [Fact]
    public void A_refused_login_says_what_was_tried() =>
        Assert.Equal(
            "no credential was sent, none is configured for it; git said: fatal: Authentication failed for 'https://git.example.com/x/'",
            GitErrors.Map("fatal: Authentication failed for 'https://git.example.com/x/'", Https, new GitAccess().CredentialText).Detail);

    [Theory]
    [InlineData("https://git.example.com/x.git")]
    [InlineData("http://127.0.0.1:8080/x")]
    [InlineData("ssh://git@git.example.com:2222/x.git")]
    [InlineData("git@git.example.com:team/x.git")]
    [InlineData("https://user@[::1]:8443/x")]
    public void Urls_that_are_fine(string url) => Assert.Equal(url, GitRemote.Parse(url, allowsFiles: false).Url);

    [Theory]
    [InlineData("ext::sh -c touch%20x")]
    [InlineData("ext::sh")]
    [InlineData("fd::3")]
    [InlineData("git@host::x")]
    [InlineData("git://git.example.com/x")]
    [InlineData("ftp://git.example.com/x")]
    [InlineData("file:///srv/x")]
    [InlineData("/srv/x")]
    [InlineData("../x")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("--upload-pack=touch x")]
    [InlineData("-x@host:y")]
    [InlineData("ssh://-oProxyCommand=touch/x")]
    [InlineData("ssh://-oProxyCommand=x@host/x")]
    [InlineData("git@-oProxyCommand=x:y")]
    [InlineData("git@host:-x")]
    [InlineData("https://git.example.com/x\ny")]
    [InlineData("https://git.example.com/x y")]
    [InlineData("https://user:secret@git.example.com/x")]
    [InlineData("https://")]
    public void Urls_that_are_refused(string url)
    {
        var fault = Assert.Throws<FaultException>(() => GitRemote.Parse(url, allowsFiles: false)).Fault;
        Assert.Equal("vcs.refused", fault.Code.Id);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }
}
