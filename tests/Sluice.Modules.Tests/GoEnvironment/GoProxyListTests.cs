using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Tests.Versions;

namespace Sluice.Modules.Tests.GoEnvironment;

public sealed class GoProxyListTests
{
    [Theory]
    [InlineData("https://proxy.golang.org,direct", "https://proxy.golang.org,direct")]
    [InlineData("https://a.example|https://b.example/mod/,off", "https://a.example|https://b.example/mod,off")]
    [InlineData("a.example", "https://a.example")]
    [InlineData("localhost:8080/mod", "https://localhost:8080/mod")]
    [InlineData(" http://a.example , direct ", "http://a.example,direct")]
    [InlineData(",|off", "off")]
    [InlineData("direct,https://never.example", "direct")]
    [InlineData("off|nonsense", "off")]
    [InlineData("file:///srv/modules", "file:///srv/modules")]
    [InlineData("https://me:secret@a.example/x", "https://***@a.example/x")]
    public void A_list_is_read_as_cmd_go_does(string text, string shown)
    {
        Assert.True(GoProxyList.TryParse(text, out var list, out var error), error);
        Assert.Equal(shown, list.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , |")]
    [InlineData("proxy")]
    [InlineData("/srv/modules")]
    [InlineData("ftp://a.example")]
    [InlineData("https:///path")]
    [InlineData("https:/a.example")]
    [InlineData("file://host/srv")]
    [InlineData("https://a.example?x=1")]
    [InlineData("https://a.example#x")]
    public void What_cmd_go_refuses_is_refused(string text)
    {
        Assert.False(GoProxyList.TryParse(text, out var list, out var error));
        Assert.Null(list);
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Separators_say_when_the_next_source_is_asked()
    {
        Assert.True(GoProxyList.TryParse("https://a.example|https://b.example,direct", out var list, out _));

        Assert.Equal([true, false, false], list.Entries.Select(entry => entry.ContinuesOnAnyFault));
        Assert.Equal([GoProxyEntryKind.Url, GoProxyEntryKind.Url, GoProxyEntryKind.Direct], list.Entries.Select(entry => entry.Kind));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_list_has_a_greatest_length(int beyond, bool fits) =>
        Assert.Equal(fits, GoProxyList.TryParse(string.Join(',', Enumerable.Repeat("a.example", GoProxyList.MaxEntries + beyond)), out _, out _));

    [Fact]
    public void Random_lists_throw_nothing_and_print_back_the_same()
    {
        var dice = new Dice(14);
        string[] pieces = ["https://", "http:/", "file:///", "a.example", "[::1]", ":8080", ":99999", "/mod", ",", "|", "direct", "off", "@", "me:pw@", "%zz", "?", "#", " ", "é", "\\", "\0", "..", "::"];
        for (var i = 0; i < 5000; i++)
        {
            var text = dice.Text(pieces, 8);
            if (!GoProxyList.TryParse(text, out var list, out _))
            {
                continue;
            }

            var shown = list.ToString();
            Assert.All(list.Entries.Where(entry => entry.Url?.UserInfo.Length > 0), entry => Assert.StartsWith($"{entry.Url!.Scheme}://***@", entry.ToString(), StringComparison.Ordinal));
            Assert.True(GoProxyList.TryParse(shown, out var again, out var error), $"{text}: {shown}: {error}");
            Assert.Equal(shown, again.ToString());
        }
    }

    [Fact]
    public void Credentials_show_in_no_error_and_no_name()
    {
        Assert.False(GoProxyList.TryParse("ftp://me:secret@a.example", out _, out var error));
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.True(GoProxyList.TryParse("https://me:secret@a.example", out var list, out _));
        Assert.Equal("https://a.example", list.Entries[0].Name);
    }
}
