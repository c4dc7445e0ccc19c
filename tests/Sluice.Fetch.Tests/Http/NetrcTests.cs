using Sluice.Fetch.Http;

namespace Sluice.Fetch.Tests.Http;

public sealed class NetrcTests
{
    public static TheoryData<string, string, string?> Files => new()
    {
        { "one line", "machine a.test login u password p", "u:p" },
        { "lines", "machine a.test\nlogin u\r\n\tpassword p\n", "u:p" },
        { "the first wins", "machine a.test login u password p\nmachine a.test login v password q", "u:p" },
        { "an account between", "machine a.test login u account x password p", "u:p" },
        { "a password in quotes is its quotes", "machine a.test login u password \"p\"", "u:\"p\"" },
        { "a macro is skipped", "macdef init\nmachine a.test login no password no\n\nmachine a.test login u password p", "u:p" },
        { "a macro hides to the end", "macdef init\nmachine a.test login no password no", null },
        { "default gives nothing", "default login u password p", null },
        { "default ends the file", "default\nmachine a.test login u password p", null },
        { "another machine", "machine b.test login u password p", null },
        { "no password", "machine a.test login u", null },
        { "a comment is none, and its pairs are off", "# machine a.test login u password p", null },
        { "case counts", "machine A.test login u password p", null },
        { "empty", "", null },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_are_read_as_the_go_command_does(string name, string text, string? expected)
    {
        var found = Netrc.Parse(text).TryFind("a.test", out var credential);
        Assert.True(found == expected is not null, name);
        var basic = credential is null ? null : System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(credential.ToBasic()["Basic ".Length..]));
        Assert.Equal(expected, basic);
    }

    [Fact]
    public void A_missing_file_is_empty()
    {
        Assert.True(Netrc.TryLoad("/nowhere/.netrc", out var netrc, out _));
        Assert.Equal(0, netrc.Count);
    }

    [Theory]
    [InlineData(Netrc.MaxFileBytes, true)]
    [InlineData(Netrc.MaxFileBytes + 1, false)]
    public void A_file_has_a_limit(long size, bool isRead)
    {
        using var directory = new Peers.TemporaryDirectory();
        var file = Path.Combine(directory.Path, ".netrc");
        File.WriteAllText(file, new string(' ', (int)size));
        Assert.Equal(isRead, Netrc.TryLoad(file, out _, out _));
    }
}
