using System.Globalization;
using Sluice.Server.Tests.Hosting;
using Sluice.Testing;

namespace Sluice.Server.Tests.Http;

public sealed class ConditionalTests
{
    private const string Document = "/example.com/m/@v/v1.0.0.mod";
    private const string Zip = "/example.com/m/@v/v1.0.0.zip";

    public static TheoryData<string> Paths => [Document, Zip];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task One_range_is_given_as_it_was_asked_for(string path)
    {
        await using var rig = await GatewayRig.StartAsync();
        var whole = await WholeAsync(rig, path);
        var length = whole.Length;
        (string Range, int Offset, int Count)[] cases =
        [
            ("bytes=0-0", 0, 1),
            ("bytes=0-4", 0, 5),
            ($"bytes=5-{length - 1}", 5, length - 5),
            ("bytes=5-", 5, length - 5),
            ($"bytes={length - 1}-", length - 1, 1),
            ($"bytes={length - 1}-{length - 1}", length - 1, 1),
            ($"bytes=3-{length + 1000}", 3, length - 3),
            ("bytes=-1", length - 1, 1),
            ("bytes=-7", length - 7, 7),
            ($"bytes=-{length}", 0, length),
            ($"bytes=-{length + 1}", 0, length),
            ("BYTES=0-1", 0, 2),
        ];
        foreach (var (range, offset, count) in cases)
        {
            var answer = await AskAsync(rig, "GET", path, ("Range", range));

            Assert.Equal((206, $"bytes {offset}-{offset + count - 1}/{length}", count), (answer.Status, answer.Headers["Content-Range"], answer.Length));
            Assert.Equal(whole[offset..(offset + count)], answer.Body);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_range_beyond_the_end_does_not_exist(string path)
    {
        await using var rig = await GatewayRig.StartAsync();
        var length = (await WholeAsync(rig, path)).Length;

        foreach (var range in (string[])[$"bytes={length}-", $"bytes={length + 5}-{length + 9}", "bytes=-0"])
        {
            var answer = await AskAsync(rig, "GET", path, ("Range", range));

            Assert.Equal((416, $"bytes */{length}", 0L), (answer.Status, answer.Headers["Content-Range"], answer.Length));
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Several_ranges_and_what_is_no_range_give_the_whole(string path)
    {
        await using var rig = await GatewayRig.StartAsync();
        var whole = await WholeAsync(rig, path);

        foreach (var range in (string[])["bytes=0-1,3-4", "bytes=4-2", "bytes=", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=0x1-2", "bytes=99999999999999999999-", "0-1"])
        {
            var answer = await AskAsync(rig, "GET", path, ("Range", range));

            Assert.Equal((range, 200), (range, answer.Status));
            Assert.Equal(whole, answer.Body);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task HEAD_knows_no_ranges(string path)
    {
        // RFC 9110 §14.2: GET is the only method for which range handling is defined.
        await using var rig = await GatewayRig.StartAsync();
        var length = (await WholeAsync(rig, path)).Length;

        foreach (var range in (string[])["bytes=0-0", "bytes=999999-"])
        {
            var answer = await AskAsync(rig, "HEAD", path, ("Range", range));

            Assert.Equal((200, length), (answer.Status, answer.Length));
            Assert.DoesNotContain("Content-Range", answer.Headers.Keys);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task If_Range_gives_the_part_only_of_the_same_thing(string path)
    {
        await using var rig = await GatewayRig.StartAsync();
        await WholeAsync(rig, path);
        var (tag, date) = await ValidatorsAsync(rig, path);
        var later = Date(ParseDate(date).AddSeconds(1));
        var earlier = Date(ParseDate(date).AddSeconds(-1));

        foreach (var (validator, status) in ((string, int)[])[(tag, 206), (date, 206), ("\"other\"", 200), ("W/" + tag, 200), (later, 200), (earlier, 200), ("nonsense", 200)])
        {
            var answer = await AskAsync(rig, "GET", path, ("Range", "bytes=0-3"), ("If-Range", validator));
            Assert.Equal((validator, status), (validator, answer.Status));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Who_has_it_already_gets_304(string path)
    {
        await using var rig = await GatewayRig.StartAsync();
        await WholeAsync(rig, path);
        var (tag, date) = await ValidatorsAsync(rig, path);
        var earlier = Date(ParseDate(date).AddSeconds(-1));
        ((string Name, string Value)[] Headers, int Status)[] cases =
        [
            ([("If-None-Match", tag)], 304),
            ([("If-None-Match", "*")], 304),
            ([("If-None-Match", "W/" + tag)], 304),
            ([("If-None-Match", $"\"a\", \"b\" , {tag}")], 304),
            ([("If-None-Match", "\"a\", \"b\"")], 200),
            ([("If-None-Match", tag.Trim('"'))], 200),
            ([("If-Modified-Since", date)], 304),
            ([("If-Modified-Since", Date(ParseDate(date).AddDays(1)))], 304),
            ([("If-Modified-Since", earlier)], 200),
            ([("If-Modified-Since", "nonsense")], 200),
            ([("If-None-Match", "\"a\""), ("If-Modified-Since", date)], 200),
            ([("If-None-Match", tag), ("If-Modified-Since", earlier)], 304),
            ([("If-None-Match", tag), ("Range", "bytes=0-0")], 304),
        ];
        foreach (var method in (string[])["GET", "HEAD"])
        {
            foreach (var (headers, status) in cases)
            {
                var answer = await AskAsync(rig, method, path, headers);
                Assert.Equal((string.Join("; ", headers), status), (string.Join("; ", headers), answer.Status));
                Assert.Equal((tag, date), (answer.Headers["ETag"], answer.Headers["Last-Modified"]));
            }
        }
    }

    private static async Task<byte[]> WholeAsync(GatewayRig rig, string path) => (await AskAsync(rig, "GET", path)).Body;

    private static async Task<(string Tag, string Date)> ValidatorsAsync(GatewayRig rig, string path)
    {
        var answer = await AskAsync(rig, "HEAD", path);
        return (answer.Headers["ETag"], answer.Headers["Last-Modified"]);
    }

    private static async Task<RawAnswer> AskAsync(GatewayRig rig, string method, string path, params (string Name, string Value)[] headers)
    {
        using var connection = await rig.ConnectAsync();
        await connection.RequestAsync($"{method} {path} HTTP/1.1", [.. headers.Select(header => $"{header.Name}: {header.Value}")]);
        var answer = await connection.ReadAnswerAsync(method == "GET").OrFail();
        Assert.NotNull(answer);
        return answer;
    }

    private static DateTimeOffset ParseDate(string text) => DateTimeOffset.ParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Date(DateTimeOffset date) => date.ToString("R", CultureInfo.InvariantCulture);
}
