using Sluice.Cli.Graphs;

namespace Sluice.Cli.Tests.Graphs;

public sealed class ModuleCacheLocationTests
{
    [Theory]
    [InlineData("the variable", "GOMODCACHE=/v", "GOMODCACHE=/f", "/v")]
    [InlineData("the file of go env -w", "", "GOMODCACHE=/f", "/f")]
    [InlineData("an empty variable is none", "GOMODCACHE=", "GOMODCACHE=/f", "/f")]
    [InlineData("the first GOPATH", "GOPATH=/p:/q", "", "/p/pkg/mod")]
    [InlineData("GOPATH of the file", "", "# a remark\nexport GOPATH=/x\nGOPATH=/g\n", "/g/pkg/mod")]
    [InlineData("the variable wins over the file", "GOPATH=/p", "GOPATH=/g", "/p/pkg/mod")]
    [InlineData("the last line of a key", "", "GOPATH=/1\nGOPATH=/2\n", "/2/pkg/mod")]
    [InlineData("home", "", "", "HOME/go/pkg/mod")]
    [InlineData("no file wanted", "GOENV=off", "GOMODCACHE=/f", "HOME/go/pkg/mod")]
    public void The_cache_is_found_as_the_go_command_finds_it(string name, string variable, string file, string expected)
    {
        Assert.NotEmpty(name);
        using var fixture = new CliFixture();
        fixture.Write(".config/go/env", file);
        var variables = new Dictionary<string, string> { ["HOME"] = fixture.Root };
        if (variable.Split('=') is [var key, var value])
        {
            variables[key] = value;
        }

        Assert.Equal(expected.Replace("HOME", fixture.Root, StringComparison.Ordinal), ModuleCacheLocation.Find(variables));
    }

    [Fact]
    public void Without_a_home_there_is_none() => Assert.Null(ModuleCacheLocation.Find(new Dictionary<string, string>()));
}
