using Sluice.Lab.Commands;

namespace Sluice.Lab.Tests.Commands;

public sealed class LabArgumentsTests
{
    [Fact]
    public void Names_and_options_may_be_mixed()
    {
        var arguments = LabArguments.Parse(["dns-*", "--go-only", "--jobs", "5", "tcp-drop", "--format", "json"]);

        Assert.Equal(["dns-*", "tcp-drop"], arguments.Names);
        Assert.True(arguments is { IsGoOnly: true, IsJson: true, Jobs: 5 });
    }

    [Theory]
    [InlineData("--jobs 0")]
    [InlineData("--jobs")]
    [InlineData("--format xml")]
    [InlineData("--slack 0.5")]
    [InlineData("--nonsense")]
    public void A_wrong_argument_is_told_with_the_usage(string line) =>
        Assert.Contains("lab shell NAME", Assert.Throws<LabException>(() => LabArguments.Parse(line.Split(' '))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_doctor_gets_the_module()
    {
        var doctor = LabArguments.Parse(["--doctor", "my-doctor {module} --json"]).Doctor!;

        Assert.Equal(["my-doctor", "a.example/b@v1.0.0", "--json"], doctor.Ask("a.example/b@v1.0.0"));
        Assert.Equal(["my-doctor", "a.example/b@v1.0.0", "--json", "--fix", "--yes"], doctor.Repair("a.example/b@v1.0.0"));
    }

    [Fact]
    public void Patterns_choose_and_an_unknown_name_is_told()
    {
        var folder = Path.Combine(Repository.Root, "lab", "scenarios");

        Assert.All(LabArguments.Parse(["dns-*", "--scenarios", folder]).Choose(), scenario => Assert.StartsWith("dns-", scenario.Name, StringComparison.Ordinal));
        Assert.All(LabArguments.Parse(["--ci", "--scenarios", folder]).Choose(), scenario => Assert.True(scenario.Ci));
        Assert.Contains("no-such", Assert.Throws<LabException>(() => LabArguments.Parse(["no-such", "--scenarios", folder]).Choose()).Message, StringComparison.Ordinal);
    }
}
