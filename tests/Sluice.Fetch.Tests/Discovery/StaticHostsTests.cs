using Sluice.Fetch.Discovery;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs;

namespace Sluice.Fetch.Tests.Discovery;

public sealed class StaticHostsTests
{
    [Theory]
    [InlineData("github.com/o/r", "github.com/o/r", VcsKind.Git, "https://github.com/o/r")]
    [InlineData("github.com/O.x/r-1.go/v2/sub", "github.com/O.x/r-1.go", VcsKind.Git, "https://github.com/O.x/r-1.go")]
    [InlineData("bitbucket.org/o/r/x", "bitbucket.org/o/r", VcsKind.Git, "https://bitbucket.org/o/r")]
    [InlineData("git.apache.org/thrift.git/lib/go", "git.apache.org/thrift.git", VcsKind.Git, "https://git.apache.org/thrift.git")]
    [InlineData("git.openstack.org/x/y/z", "git.openstack.org/x/y", VcsKind.Git, "https://git.openstack.org/x/y")]
    [InlineData("chiselapp.com/user/A/repository/B/c", "chiselapp.com/user/A/repository/B", VcsKind.Fossil, "https://chiselapp.com/user/A/repository/B")]
    [InlineData("gopkg.in/yaml.v3", "gopkg.in/yaml.v3", VcsKind.Git, "https://gopkg.in/yaml.v3")]
    [InlineData("gopkg.in/src-d/go-git.v4/plumbing", "gopkg.in/src-d/go-git.v4", VcsKind.Git, "https://gopkg.in/src-d/go-git.v4")]
    [InlineData("gopkg.in/macaroon-bakery.v2-unstable", "gopkg.in/macaroon-bakery.v2-unstable", VcsKind.Git, "https://gopkg.in/macaroon-bakery.v2-unstable")]
    [InlineData("git.corp.example/group/sub/r.git/go", "git.corp.example/group/sub/r.git", VcsKind.Git, "https://git.corp.example/group/sub/r.git")]
    [InlineData("hg.corp.example/~u/r.hg", "hg.corp.example/~u/r.hg", VcsKind.Mercurial, "https://hg.corp.example/~u/r")]
    [InlineData("svn.corp.example/r.svn/trunk", "svn.corp.example/r.svn", VcsKind.Subversion, "https://svn.corp.example/r")]
    [InlineData("f.corp.example/r.fossil", "f.corp.example/r.fossil", VcsKind.Fossil, "https://f.corp.example/r")]
    public void The_path_tells(string path, string prefix, VcsKind vcs, string url)
    {
        var root = StaticHosts.Find(path);
        Assert.Equal((prefix, vcs, url), (root?.Prefix, root?.Vcs, root?.Url));
    }

    [Theory]
    [InlineData("golang.org/x/text")]
    [InlineData("gitlab.com/group/sub/r")]
    [InlineData("codeberg.org/o/r")]
    [InlineData("example.com/gitty/x")]
    [InlineData("example.com/x.gitx/y")]
    public void Others_have_to_be_asked(string path) => Assert.Null(StaticHosts.Find(path));

    [Theory]
    [InlineData("github.com/o", "vcs.not-discovered")]
    [InlineData("gopkg.in/yaml", "vcs.not-discovered")]
    [InlineData("chiselapp.com/x", "vcs.not-discovered")]
    [InlineData("launchpad.net/x", "vcs.refused")]
    [InlineData("bzr.corp.example/r.bzr", "vcs.refused")]
    public void What_is_wrong_for_a_known_host_is_said(string path, string code) =>
        Assert.Equal(code, Assert.Throws<FaultException>(() => StaticHosts.Find(path)).Fault.Code.Id);
}
