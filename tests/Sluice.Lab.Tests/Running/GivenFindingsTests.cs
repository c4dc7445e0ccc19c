using Sluice.Lab.Running;

namespace Sluice.Lab.Tests.Running;

public sealed class GivenFindingsTests
{
    [Fact]
    public void Findings_keep_their_order()
    {
        var given = GivenFindings.Read("""{"schema":"sluice.doctor/1","verdict":"broken","findings":[{"code":"dns.nxdomain","severity":"fatal","x":1},{"code":"benign.notice","severity":"benign"}]}""");

        Assert.Equal([new GivenFinding("dns.nxdomain", "fatal"), new GivenFinding("benign.notice", "benign")], given.Findings!);
        Assert.Equal([true, false], given.Findings!.Select(finding => finding.IsProblem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"findings":[]}""")]
    [InlineData("""{"schema":"sluice.doctor/2","findings":[]}""")]
    [InlineData("""{"schema":"sluice.doctor/1"}""")]
    [InlineData("""{"schema":"sluice.doctor/1","findings":[{}]}""")]
    public void Anything_else_is_not_read(string output)
    {
        var given = GivenFindings.Read(output);

        Assert.Null(given.Findings);
        Assert.NotNull(given.Problem);
    }
}
