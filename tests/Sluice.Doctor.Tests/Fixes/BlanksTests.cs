using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;

namespace Sluice.Doctor.Tests.Fixes;

public sealed class BlanksTests
{
    [Theory]
    [InlineData("http://USER:PASSWORD@PROXY:PORT", true)]
    [InlineData("$HTTP_PROXY", true)]
    [InlineData("PREFIX", true)]
    [InlineData("https://goproxy.cn|https://goproxy.io,direct", false)]
    [InlineData("/home/me/.config/sluice/ca-bundle.pem", false)]
    [InlineData("http2client=0", false)]
    [InlineData("github.com/BurntSushi/toml", false)]
    [InlineData("/tmp/sluice-test-ABCxyz/bundle", false)]
    public void Words_in_capitals_are_for_a_person_to_fill_in(string value, bool isOpen) =>
        Assert.Equal(isOpen, Blanks.IsOpen(new Fix.SetShellVariable("X", value, FixFixture.Why)));

    [Fact]
    public async Task They_are_never_written()
    {
        using var fixture = new FixFixture();

        var plan = await fixture.PlanAsync(new Fix.SetShellVariable("HTTPS_PROXY", "http://USER:PASSWORD@PROXY:PORT", FixFixture.Why));

        Assert.Equal(PlanState.ByHand, plan.State);
        Assert.Equal(["export HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT"], plan.Lines);
    }

    [Fact]
    public async Task A_program_that_only_looks_is_left_to_the_user()
    {
        using var fixture = new FixFixture();

        var plan = await fixture.PlanAsync(new Fix.RunCommand(["nslookup", "proxy.golang.org"], FixFixture.Why));

        Assert.Equal((PlanState.ByHand, "nslookup proxy.golang.org"), (plan.State, Assert.Single(plan.Lines)));
    }
}
