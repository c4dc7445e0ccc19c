using System.Text;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Versions;

public sealed class VersionListTextTests
{
    [Theory]
    [InlineData("lines", "v1.1.0\nv1.0.0\n", "v1.0.0 v1.1.0")]
    [InlineData("no newline at the end", "v1.0.0\nv1.1.0", "v1.0.0 v1.1.0")]
    [InlineData("CRLF", "v1.0.0\r\nv1.1.0\r\n", "v1.0.0 v1.1.0")]
    [InlineData("times", "v1.0.0 2019-03-11T18:33:53Z\nv1.1.0\tnonsense more\n", "v1.0.0 v1.1.0")]
    [InlineData("blank lines", "\n \n\nv1.0.0\n\n", "v1.0.0")]
    [InlineData("indented", "  v1.0.0  \n", "v1.0.0")]
    [InlineData("no versions", "hello\n1.0.0\nv1\nv1.2\nv1.0.0+meta\nv01.0.0\n<html>\n", "")]
    [InlineData("pseudo-versions", "v0.0.0-20190311183353-d8887717615a\nv1.0.0-rc.1\n", "v1.0.0-rc.1")]
    [InlineData("twice", "v1.0.0\nv1.0.0\n", "v1.0.0")]
    [InlineData("semantic order", "v1.10.0\nv1.9.0\nv1.9.0-rc.1\nv2.0.0+incompatible\n", "v1.9.0-rc.1 v1.9.0 v1.10.0 v2.0.0+incompatible")]
    [InlineData("empty", "", "")]
    public void Lists_are_read_as_the_go_command_does(string name, string body, string expected)
    {
        Assert.True(VersionListText.TryParse(Encoding.UTF8.GetBytes(body), out var list, out _), name);
        Assert.Equal(expected, string.Join(' ', list.Versions));
    }

    [Theory]
    [InlineData("v0.0.0-20190311183353-aaa\nv0.0.0-20200311183353-bbb\nv0.0.0-20180311183353-ccc\n", "v0.0.0-20200311183353-bbb")]
    [InlineData("v0.0.0-20190311183353-aaa 2021-01-01T00:00:00Z\nv0.0.0-20200311183353-bbb\n", "v0.0.0-20190311183353-aaa")]
    [InlineData("v1.0.0 2018-01-01T00:00:00Z\nv1.1.0 2017-01-01T00:00:00Z\n", "v1.0.0")]
    [InlineData("v1.0.0\n", null)]
    [InlineData("v0.0.0-20190311183353-aaa nonsense\n", null)]
    public void The_newest_by_time_stands_in_for_latest(string body, string? expected)
    {
        Assert.True(VersionListText.TryParse(Encoding.UTF8.GetBytes(body), out var list, out _));
        Assert.Equal(expected, list.NewestUntagged?.Value);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_list_has_a_greatest_length(int beyond, bool fits)
    {
        var body = new byte[VersionListText.MaxBytes + beyond];
        body.AsSpan().Fill((byte)'v');

        Assert.Equal(fits, VersionListText.TryParse(body, out _, out var error));
        Assert.Equal(fits, error is null);
    }

    [Fact]
    public void Random_bytes_throw_nothing()
    {
        var dice = new Dice(13);
        string[] pieces = ["v1.0.0", "v0.0.0-20190311183353-aaa", " ", "\n", "\r", "\t", "2018-01-01T00:00:00Z", "é", "v", "\0", new string('v', 300)];
        for (var i = 0; i < 3000; i++)
        {
            var bytes = Encoding.Latin1.GetBytes(dice.Text(pieces, 12));

            Assert.True(VersionListText.TryParse(bytes, out var list, out _));
            Assert.Equal(list.Versions, list.Versions.Order().Distinct());
        }
    }
}
