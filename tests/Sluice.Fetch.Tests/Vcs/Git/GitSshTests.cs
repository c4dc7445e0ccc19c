using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Git;

namespace Sluice.Fetch.Tests.Vcs.Git;

public sealed class GitSshTests : IAsyncDisposable
{
    private readonly GitRig _rig = new();
    private readonly GitFixture _fixture = new();
    private readonly SshServer _server = new();

    public GitSshTests() => _fixture.Write("go.mod", "module example.com/m\n").Commit().Tag("v1.0.0");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _fixture.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task A_repository_comes_with_the_configured_key_and_known_hosts()
    {
        Use(new GitSshOptions { IdentityFile = _server.IdentityFile, KnownHostsFile = _server.KnownHosts });
        Assert.Equal("module example.com/m\n", await _rig.ReadAsync(_server.UrlOf(_fixture), "v1.0.0", "go.mod"));
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_is_refused()
    {
        Use(new GitSshOptions { IdentityFile = _server.StrangeKey, KnownHostsFile = _server.KnownHosts });
        var fault = await _rig.RefusalAsync(_server.UrlOf(_fixture));
        Assert.Equal((FaultCodes.VcsAuthentication, $"127.0.0.1:{_server.Port}"), (fault.Code, fault.Source));
        Assert.Contains("Permission denied", fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("strange", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_with_another_key_is_refused()
    {
        Use(new GitSshOptions { IdentityFile = _server.IdentityFile, KnownHostsFile = _server.WrongKnownHosts });
        Assert.Equal(FaultCodes.HostKey, (await _rig.RefusalAsync(_server.UrlOf(_fixture))).Code);
    }

    [Fact]
    public async Task A_host_that_nobody_knows_is_refused_without_a_question()
    {
        Use(new GitSshOptions { IdentityFile = _server.IdentityFile, KnownHostsFile = _rig.Temp.Write("empty", "") });
        Assert.Equal(FaultCodes.HostKey, (await _rig.RefusalAsync(_server.UrlOf(_fixture))).Code);
    }

    [Fact]
    public async Task A_repository_that_does_not_exist_is_absent()
    {
        Use(new GitSshOptions { IdentityFile = _server.IdentityFile, KnownHostsFile = _server.KnownHosts });
        Assert.Equal(FaultCodes.RepositoryNotFound, (await _rig.RefusalAsync(_server.UrlOf(_fixture) + "x")).Code);
    }

    [Fact]
    public async Task The_key_of_the_longest_matching_path_is_used()
    {
        var path = _fixture.Root.Trim('/');
        var strange = _server.StrangeKey;
        _rig.NetworkOptions = _rig.NetworkOptions with
        {
            SshIdentities =
            [
                new SshIdentity("127.0.0.1", "") { KeyFile = strange, KnownHostsFile = _server.KnownHosts },
                new SshIdentity("127.0.0.1", path) { KeyFile = _server.IdentityFile, KnownHostsFile = _server.KnownHosts },
                new SshIdentity("127.0.0.1", path + "x") { KeyFile = strange, KnownHostsFile = _server.KnownHosts },
            ],
        };
        Assert.Equal("module example.com/m\n", await _rig.ReadAsync(_server.UrlOf(_fixture), "v1.0.0", "go.mod"));
    }

    private void Use(GitSshOptions ssh) => _rig.Options = _rig.Options with { Ssh = ssh };
}
