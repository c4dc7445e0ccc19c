namespace Sluice.Doctor.Tests;

public class SeverityTests
{
    [Fact]
    public void What_is_worse_is_greater() => Assert.Equal([Severity.Benign, Severity.Warning, Severity.Fatal], Enum.GetValues<Severity>().Order());
}
