using Sluice.Doctor.Environments;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes.Settings;
using Sluice.Doctor.Tests.Fixes;
using Sluice.Doctor.Tests.Probes;

namespace Sluice.Doctor.Tests.Environments;

public sealed class ProfileTests : IDisposable
{
    private readonly FixFixture _fixture = new();

    [Theory]
    [InlineData("cn", null, "https://goproxy.cn|https://goproxy.io,direct", "sum.golang.google.cn")]
    [InlineData("global", null, "https://proxy.golang.org,direct", "sum.golang.org")]
    [InlineData("corp", "https://goproxy.corp.example", "https://goproxy.corp.example", "off")]
    [InlineData("offline", null, "off", "off")]
    public async Task Profiles_set_what_they_say_and_go_back(string name, string? url, string proxy, string sumDb)
    {
        const string Before = "GOPROXY=https://old.example\nGOSUMDB=off\n";
        _fixture.Test.WriteHome(".config/go/env", Before);
        var (profile, problems) = ProfileList.Find(_fixture.Host, name, url);
        Assert.Empty(problems);

        var plan = await ProfileSwitch.PlanAsync(_fixture.Host, profile!, TestContext.Current.CancellationToken);
        var entry = await _fixture.ApplyAsync(plan);

        var settings = GoSettingsReader.Read(ProfileSwitch.After(_fixture.Host, plan));
        Assert.Equal((proxy, sumDb), (settings["GOPROXY"], settings["GOSUMDB"]));
        await _fixture.UndoAsync(entry);
        Assert.Equal(Before, _fixture.Read(".config/go/env"));
    }

    [Fact]
    public async Task An_own_profile_may_set_both_files_and_the_shell()
    {
        _fixture.Test.WriteHome(".config/sluice/profiles/team.yaml", "description: { en: our team, zh: 我们组 }\nset: [GOPROXY=https://p.example, GOPRIVATE=*.corp.example]\nunset: [GOSUMDB]\nshell: [HTTPS_PROXY=http://proxy:3128]\n");
        _fixture.Test.WriteHome(".bashrc", "export GOPROXY=old\n");
        _fixture.Test.Set("GOPROXY", "old");
        var (profile, _) = ProfileList.Find(_fixture.Host, "team", null);

        var plan = await ProfileSwitch.PlanAsync(_fixture.Host, profile!, TestContext.Current.CancellationToken);
        await _fixture.ApplyAsync(plan);

        Assert.Equal("GOPRIVATE=*.corp.example\nGOPROXY=https://p.example\n", _fixture.Read(".config/go/env"));
        Assert.StartsWith("# sluice: export GOPROXY=old\n", _fixture.Read(".bashrc"), StringComparison.Ordinal);
        Assert.Equal(["export HTTPS_PROXY=http://proxy:3128"], ManagedBlock.Read(_fixture.Read(".bashrc")));
        Assert.Equal("https://p.example", GoSettingsReader.Read(ProfileSwitch.After(_fixture.Host, plan))["GOPROXY"]);
        Assert.Contains("我们组", ProfileList.All(_fixture.Host).Select(known => known.Description.Chinese));
    }

    [Theory]
    [InlineData("set: [GOPROXY]\n", "`set` is a list of NAME=VALUE")]
    [InlineData("sets: [GOPROXY=x]\n", "there is no key `sets` here")]
    [InlineData("description: nothing\n", "the profile changes nothing")]
    [InlineData("set: [\n", "this is not YAML")]
    [InlineData("", "the file is empty")]
    public void A_mistake_in_an_own_profile_is_told(string yaml, string problem)
    {
        _fixture.Test.WriteHome(".config/sluice/profiles/team.yaml", yaml);

        var (profile, problems) = ProfileList.Find(_fixture.Host, "team", null);

        Assert.Null(profile);
        Assert.Contains(problems, text => text.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_for_a_shell_are_quoted_for_it()
    {
        var (profile, _) = ProfileList.Find(_fixture.Host, "cn", null);

        Assert.Equal(["export GOPROXY='https://goproxy.cn|https://goproxy.io,direct'", "export GOSUMDB=sum.golang.google.cn"], ProfileSwitch.LinesFor(profile!, Shell.Posix));
        Assert.Equal("$env:GOPROXY = 'https://goproxy.cn|https://goproxy.io,direct'", ProfileSwitch.LinesFor(profile!, Shell.PowerShell)[0]);
    }

    [Fact]
    public async Task The_chain_is_asked_and_each_entry_answers_for_itself()
    {
        await using var good = LoopbackServer.StartHttp(_ => LoopbackServer.Response(404, "not found"));
        await using var portal = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, "<html><title>Login</title></html>"));
        _fixture.Test.Set("GOPROXY", $"http://127.0.0.1:{portal.Port}|http://127.0.0.1:{good.Port},direct");

        var steps = await ChainCheck.RunAsync(_fixture.Host, TestContext.Current.CancellationToken);

        Assert.Equal([Tri.No, Tri.Yes, Tri.NotChecked], steps.Select(step => step.Answers));
        Assert.Equal("a web page, status 200: Login", steps[0].Problem?.English);
    }

    public void Dispose() => _fixture.Dispose();
}
