using System.Text;
using Sluice.Fetch.Discovery;

namespace Sluice.Fetch.Tests.Discovery;

public sealed class GoImportTagsTests
{
    private const string Tag = """<meta name="go-import" content="a.b/c git https://h/r">""";

    [Theory]
    [InlineData("plain", Tag, "a.b/c git https://h/r ")]
    [InlineData("a whole page", "<!DOCTYPE html><html><head><title>x</title>" + Tag + "</head><body></body></html>", "a.b/c git https://h/r ")]
    [InlineData("closed", """<meta name="go-import" content="a.b/c git https://h/r" />""", "a.b/c git https://h/r ")]
    [InlineData("single quotes, other order", """<META content='a.b/c git https://h/r' name='go-import'/>""", "a.b/c git https://h/r ")]
    [InlineData("no quotes for the name", """<meta name=go-import content="a.b/c git https://h/r">""", "a.b/c git https://h/r ")]
    [InlineData("blanks around", "<meta\n  name = \"go-import\"\n  content = \"  a.b/c   git\n https://h/r \" >", "a.b/c git https://h/r ")]
    [InlineData("a folder", """<meta name="go-import" content="a.b/c git https://h/r go/lib">""", "a.b/c git https://h/r go/lib")]
    [InlineData("entities", """<meta name="go-import" content="a.b/c git https://h/r?x=1&amp;y">""", "a.b/c git https://h/r?x=1&y ")]
    [InlineData("two", Tag + """<meta name="go-import" content="a.b/d hg https://h/s">""", "a.b/c git https://h/r |a.b/d hg https://h/s ")]
    [InlineData("in a comment", "<!-- " + Tag + " -->", "")]
    [InlineData("after a comment", "<!-- x -->" + Tag, "a.b/c git https://h/r ")]
    [InlineData("in a script", "<script>var x = '" + Tag + "';</script>", "")]
    [InlineData("in the body", "<head></head><body>" + Tag, "")]
    [InlineData("another name", """<meta name="go-source" content="a.b/c git https://h/r">""", "")]
    [InlineData("two fields", """<meta name="go-import" content="a.b/c git">""", "")]
    [InlineData("never closed", "<meta name=\"go-import\" content=\"a.b/c git https://h/r", "a.b/c git https://h/r ")]
    [InlineData("nothing", "", "")]
    public void Tags_are_found_as_the_go_command_finds_them(string name, string page, string expected)
    {
        var tags = GoImportTags.Parse(Encoding.UTF8.GetBytes(page));
        Assert.Equal($"{name}: {expected}", $"{name}: {string.Join('|', tags.Select(tag => $"{tag.Prefix} {tag.Vcs} {tag.Url} {tag.Folder}"))}");
    }

    [Fact]
    public void Random_pages_end_without_exception()
    {
        string[] bits = ["<", ">", "meta", " ", "=", "\"", "'", "name", "go-import", "content", "/", "<!--", "-->", "<head", "</head", "<script", "&amp;", "&#x", "a.b/c git https://h/r", "\0", "é", "\n"];
#pragma warning disable RS0030 // A fixed seed: the same pages in every run.
        var random = new Random(20_263);
#pragma warning restore RS0030
        for (var i = 0; i < 20_000; i++)
        {
            var page = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => bits[random.Next(bits.Length)]));
            Assert.InRange(GoImportTags.Parse(Encoding.UTF8.GetBytes(page)).Count, 0, GoImportTags.MaxTags);
        }
    }
}
