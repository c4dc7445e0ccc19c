using Sluice.Modules.GoMod;
using Sluice.Modules.Graph.Reading;

namespace Sluice.Modules.Tests.Graph.Reading;

public sealed class GoOutputReaderTests
{
    private const string ModGraph =
        """
        go: downloading example.com/a v1.0.0
        example.com/m example.com/a@v1.0.0
        example.com/m go@1.22
        example.com/m toolchain@go1.22.1
        example.com/a@v1.0.0 example.com/b@v1.1.0
        example.com/a@v1.0.0 go@1.20
        go@1.22 toolchain@go1.22
        example.com/b@v1.1.0 example.com/b@v1.0.0
        """;

    private const string ListJson =
        """
        {
        	"Path": "example.com/m",
        	"Main": true,
        	"Dir": "/m",
        	"GoVersion": "1.19"
        }
        {
        	"Path": "example.com/a",
        	"Version": "v1.0.0",
        	"Replace": { "Path": "../a" },
        	"GoVersion": "1.21",
        	"Retracted": ["broken"],
        	"Deprecated": "use b"
        }
        {
        	"Path": "example.com/b",
        	"Version": "v1.1.0",
        	"Indirect": true,
        	"Error": { "Err": "module lookup disabled" }
        }
        """;

    private const string ListPackages =
        """
        {"ImportPath": "errors", "Standard": true}
        {"ImportPath": "example.com/a/x", "Module": {"Path": "example.com/a", "Version": "v1.0.0"}, "Imports": ["errors"]}
        {"ImportPath": "example.com/a", "Module": {"Path": "example.com/a", "Version": "v1.0.0"}, "Imports": ["example.com/a/x"]}
        {"ImportPath": "example.com/m", "Module": {"Path": "example.com/m", "Main": true, "GoVersion": "1.19"}, "Imports": ["errors", "example.com/a"]}
        """;

    [Fact]
    public void Go_mod_graph_gives_requirements_without_the_pseudo_modules_of_go_1_21()
    {
        var output = Parse(ModGraph);

        Assert.Equal(GoOutputForm.ModGraph, output.Form);
        Assert.Equal(["example.com/m", "example.com/a@v1.0.0", "example.com/b@v1.1.0"], output.Graph.BuildList.Select(module => module.ToString()));
        Assert.Equal(["example.com/m", "example.com/a@v1.0.0", "example.com/b@v1.1.0", "example.com/b@v1.0.0"], output.Graph.FindChain(new("example.com/b", "v1.0.0")).Select(module => module.ToString()));
    }

    [Fact]
    public void Go_list_m_gives_the_build_list_with_replacements()
    {
        var output = Parse("example.com/m\nexample.com/n\nexample.com/a v1.0.0 => ../a\nexample.com/b v1.1.0 => example.com/fork v2.0.0+incompatible\n");

        Assert.Equal(GoOutputForm.ListModules, output.Form);
        Assert.Equal(["example.com/m", "example.com/n"], output.Graph.MainModules.Select(module => module.ToString()));
        Assert.Equal(["../a", "example.com/fork@v2.0.0+incompatible"], output.Graph.BuildList.Skip(2).Select(module => output.Graph.ActualOf(module).ToString()));
    }

    [Fact]
    public void Go_list_m_json_also_gives_versions_errors_and_what_authors_say()
    {
        var output = Parse(ListJson);

        Assert.Equal(GoOutputForm.ListModulesJson, output.Form);
        Assert.Equal("1.21", output.Graph.GoVersion);
        Assert.Equal(("example.com/b@v1.1.0", "module lookup disabled"), (output.Graph.Failures.Single().Module.ToString(), output.Graph.Failures[0].Reason));
        Assert.Equal((false, "broken", "use b"), (output.Notes["example.com/a"].IsIndirect, output.Notes["example.com/a"].Retractions[0], output.Notes["example.com/a"].Deprecation));
        Assert.True(output.Notes["example.com/b"].IsIndirect);
    }

    [Fact]
    public void Go_list_deps_json_gives_imports_between_modules()
    {
        var output = Parse(ListPackages);

        Assert.Equal(GoOutputForm.ListPackagesJson, output.Form);
        Assert.Equal(["example.com/a@v1.0.0"], output.Graph.RequirementsOf(new("example.com/m", ""))!.Select(module => module.ToString()));
        Assert.Null(output.Graph.RequirementsOf(new("example.com/a", "v1.0.0")));
    }

    [Theory]
    [InlineData("nothing", "", "in.txt:1: nothing in it")]
    [InlineData("no versions", "example.com/m example.com/a@v1\nexample.com/m example.com/a@latest\n", "in.txt:2: not a line of go mod graph: module@version module@version")]
    [InlineData("packages", "example.com/m\nexample.com/a v1.0.0\nexample.com/a/x\n", "in.txt:3: a path without a version behind the main module: of packages give `go list -deps -json`, of modules `go list -m all`")]
    [InlineData("prose", "this is not what a go command prints\n", "in.txt:1: not a line of go list -m all: module version [=> replacement]")]
    [InlineData("no main module", "example.com/a v1.0.0\n", "in.txt:1: no main module: one stands without a version in what the go command prints")]
    public void What_is_no_output_is_told_with_its_line(string name, string text, string error)
    {
        Assert.NotEmpty(name);
        Assert.False(GoOutputReader.TryParse(text, "in.txt", out _, out var errors));
        Assert.Equal(error, errors[0].ToString());
    }

    [Theory]
    [InlineData("cut off", "{", 1)]
    [InlineData("no object", "{\"Path\": \"m\", \"Main\": true}\n\n[1]", 3)]
    [InlineData("a number for a path", "{\"Path\": \"m\", \"Main\": true}\n\n{\"Path\": 5}", 3)]
    [InlineData("no path", "{\"Version\": \"v1.0.0\"}", 1)]
    public void Json_that_is_not_that_of_go_list_is_told_with_its_line(string name, string text, int line)
    {
        Assert.NotEmpty(name);
        Assert.False(GoOutputReader.TryParse(text, "in.txt", out _, out var errors));
        Assert.Equal(line, errors[0].Position.Line);
        Assert.StartsWith("not an object of go list -json: ", errors[0].Message);
    }

    [Fact]
    public void Random_text_never_throws()
    {
        var random = new Random(7);
        const string Letters = "abm@v1.0 \n=>{}\"[]:,/PathVersionMainModule";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Letters[random.Next(Letters.Length)]));
            Assert.Equal(GoOutputReader.TryParse(text, "in.txt", out _, out var errors), errors.Count == 0);
        }
    }

    private static GoOutput Parse(string text)
    {
        Assert.True(GoOutputReader.TryParse(text, "in.txt", out var output, out var errors), string.Join('\n', errors));
        return output;
    }
}
