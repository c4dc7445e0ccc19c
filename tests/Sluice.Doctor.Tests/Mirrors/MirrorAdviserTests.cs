using Sluice.Doctor.Findings;
using Sluice.Doctor.Mirrors;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Tests.Mirrors;

public sealed class MirrorAdviserTests
{
    [Theory]
    [InlineData("public ones only", "https://proxy.golang.org,direct", "goproxy.cn ok|proxy.golang.org ok|goproxy.io ok", "https://goproxy.cn|https://proxy.golang.org,direct")]
    [InlineData("one answers", "https://proxy.golang.org,direct", "goproxy.cn ok|proxy.golang.org dead", "https://goproxy.cn,direct")]
    [InlineData("a proxy of one's own alone stays alone", "https://corp.example", "goproxy.cn ok|corp.example ok", "https://corp.example")]
    [InlineData("a proxy of one's own stays in front", "https://corp.example,https://proxy.golang.org,direct", "goproxy.cn ok|corp.example ok", "https://corp.example,https://goproxy.cn,direct")]
    [InlineData("a dead one of one's own gives way", "https://corp.example,direct", "goproxy.cn ok|corp.example dead", "https://goproxy.cn,direct")]
    [InlineData("with direct behind it", "https://corp.example,direct", "corp.example ok", "https://corp.example,direct")]
    public void The_line_follows_from_who_answers_and_whose_it_is(string name, string configured, string measured, string expected)
    {
        Assert.NotEmpty(name);
        var entries = GoProxyList.TryParse(configured, out var list, out _) ? list.Entries : [];
        var results = measured.Split('|').Select(text => text.Split(' ')).Select(words => Result("https://" + words[0], entries, words[1] == "ok")).ToList();

        Assert.Equal(expected, MirrorAdviser.Advise(results, entries)?.GoProxy);
    }

    [Fact]
    public void Where_nobody_answers_there_is_no_advice() => Assert.Null(MirrorAdviser.Advise([Result("https://goproxy.cn", [], works: false)], []));

    private static MirrorResult Result(string url, IReadOnlyList<GoProxyEntry> configured, bool works) => new(
        url,
        configured.Any(entry => entry.Name == url),
        KnownMirrors.IsPublic(new Uri(url)),
        [new MirrorRequest(1, "info", works ? 200 : null, works ? null : new BilingualText("no connection", "无法连接"), 1, 2, 3, 4, 10, 100, null, 1, 1, null)]);
}
