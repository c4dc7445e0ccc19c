using Sluice.Modules.GoSource;

namespace Sluice.Modules.Tests.GoSource;

public sealed class GoImportsTests
{
    [Theory]
    [InlineData("single and grouped", "package a\n\nimport \"fmt\"\nimport (\n\t\"os\"\n\tx \"example.com/x\"\n\t. \"example.com/dot\"\n\t_ `example.com/raw`\n)\n\nimport \"late\"\nvar s = \"no import\"\nimport \"too/late\"\n", "fmt os example.com/x example.com/dot example.com/raw late")]
    [InlineData("comments everywhere", "// import \"no\"\n/* import \"no\" */ package /* x */ a // import \"no\"\nimport /* y */ \"a\" // z\n", "a")]
    [InlineData("one line", "package a; import \"b\"; import (\"c\"; \"d\")", "b c d")]
    [InlineData("a byte order mark", "\uFEFFpackage a\nimport \"b\"", "b")]
    [InlineData("carriage returns", "package a\r\n\r\nimport \"b\"\r\n", "b")]
    [InlineData("none", "package a\n\nfunc f() {}\n", "")]
    [InlineData("a word that starts like import", "package a\nimportant \"b\"\n", "")]
    [InlineData("cut off", "package a\nimport (\n\t\"b\"\n\t\"c", "b")]
    [InlineData("any system", "//go:build windows && !linux\n\npackage a\nimport \"b\"", "b")]
    [InlineData("either", "//go:build ignore || linux\n\npackage a\nimport \"b\"", "b")]
    [InlineData("not ignored", "//go:build !ignore\n\npackage a\nimport \"b\"", "b")]
    [InlineData("an old constraint that does not count", "// +build ignore\npackage a\nimport \"b\"", "b")]
    [InlineData("an old constraint with a way out", "// +build ignore linux\n\npackage a\nimport \"b\"", "b")]
    public void Imports_are_found_up_to_the_first_declaration(string name, string source, string expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, string.Join(' ', GoImports.Read(source)!));
    }

    [Theory]
    [InlineData("ignored", "//go:build ignore\n\npackage a\nimport \"b\"")]
    [InlineData("ignored with others", "//go:build linux && (ignore && !x)\n\npackage a")]
    [InlineData("ignored the old way", "// +build ignore\n\npackage a\nimport \"b\"")]
    [InlineData("a malformed constraint", "//go:build (a || )b\n\npackage a")]
    [InlineData("no package", "import \"b\"")]
    [InlineData("no name", "package \"a\"")]
    [InlineData("nothing", "")]
    public void A_file_that_belongs_to_no_package_has_none(string name, string source)
    {
        Assert.NotEmpty(name);
        Assert.Null(GoImports.Read(source));
    }

    [Fact]
    public void Random_text_never_throws()
    {
        var random = new Random(3);
        string[] parts = ["package a", "import", "\"b\"", "(", ")", "\n", ";", "//", "/*", "*/", "`", "\"", "//go:build ", "!", "&&", "||", "// +build ignore", ".", "x"];
        for (var i = 0; i < 20_000; i++)
        {
            GoImports.Read(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)])));
        }
    }
}
