using System.Text;
using Sluice.Server.Tests.Hosting;
using Sluice.Testing;

namespace Sluice.Server.Tests.Http;

public sealed class RandomRequestTests
{
    private const int Requests = 10_000;

    private static readonly string[] Valid =
    [
        "GET /example.com/m/@v/list HTTP/1.1",
        "GET /example.com/m/@latest HTTP/1.1",
        "HEAD /example.com/m/@v/v1.0.0.info HTTP/1.1",
        "GET /example.com/m/@v/v1.0.0.mod HTTP/1.1",
        "GET /example.com/m/@v/v1.0.0.zip HTTP/1.1",
        "GET /example.com/%21big/@v/v1.0.0-!r!c1.info HTTP/1.1",
        "GET /cached-only/example.com/m/@v/v1.1.0.zip HTTP/1.1",
        "GET /example.com/m/@v/main.info HTTP/1.1",
        "GET /sumdb/sum.golang.org/lookup/example.com/m@v1.0.0 HTTP/1.1",
        "GET http://gateway.test/example.com/m/@v/v1.1.0.mod HTTP/1.1",
        "GET /readyz HTTP/1.1",
        "GET /example.com/a/../../b/@v/%2e%2e%2fx.zip HTTP/1.1",
    ];

    private static readonly string[] Pieces = ["..", "/", "%2e%2e/", "%2F", "%00", "%zz", "!", "@v/", "//", "\0", "\u007f", "\u00ff", "%c0%af", "\\", "?", "#", " ", "+", ".zip", ".info", "@latest", ":", "%", "~"];

    [Fact]
    public async Task Ten_thousand_random_requests_harm_neither_the_gateway_nor_the_disk()
    {
        using var tree = new TempDirectory();
        GatewayRig.MakeModules().WriteTree(tree["tree"]);
        await using var rig = await GatewayRig.StartAsync(change: (settings, _) => settings with { Upstreams = GatewayRig.Chain("file://" + tree["tree"]) });
#pragma warning disable RS0030 // A fixed seed: the same requests every time.
        var random = new Random(20240101);
#pragma warning restore RS0030
        var statuses = new SortedDictionary<int, int>();
        var connection = await rig.ConnectAsync();
        try
        {
            for (var i = 0; i < Requests; i++)
            {
                var line = MakeLine(random);
                var answer = await AskAsync(connection, line);
                if (answer is null || answer.Headers.GetValueOrDefault("Connection") == "close")
                {
                    connection.Dispose();
                    connection = await rig.ConnectAsync();
                }

                var status = answer?.Status ?? 0;
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
                Assert.True(status is 0 or 200 or 400 or 404 or 405 or 414 or 431 or 501 or 505, $"{status} to {Escape(line)}: {answer?.Text}");
                Assert.DoesNotContain("gateway.internal", answer?.Text ?? "", StringComparison.Ordinal);
            }
        }
        finally
        {
            connection.Dispose();
        }

        // The lines were neither all good nor all bad, and most got an answer.
        Assert.True(statuses.GetValueOrDefault(200) > 300 && statuses.GetValueOrDefault(404) > 300 && statuses.GetValueOrDefault(400) > 300, string.Join(", ", statuses));
        Assert.InRange(statuses.GetValueOrDefault(0), 0, Requests / 20);
        using var alive = await rig.GetAsync("/readyz");
        Assert.Equal(200, (int)alive.StatusCode);
        await rig.StopAsync();
        Assert.DoesNotContain(rig.Log.Lines, entry => entry.Contains("gateway.internal", StringComparison.Ordinal) || entry.Contains("\"level\":\"error\"", StringComparison.Ordinal));
        AssertOnlyModules(rig.Directory, tree["tree"]);
    }

    /// <summary>Nothing beside the data directory, and in it only what the upstream holds, under the names that it has there.</summary>
    private static void AssertOnlyModules(TempDirectory directory, string tree)
    {
        Assert.Equal([directory["data"]], Directory.EnumerateFileSystemEntries(directory.FullName));
        var known = Directory.EnumerateFiles(tree, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(tree, file)).ToHashSet();
        var kept = Directory.EnumerateFiles(directory["data"], "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(directory["data"], file))
            .Where(file => Path.GetExtension(file) is not (".lock" or ".ziphash"))
            .ToArray();
        Assert.NotEmpty(kept);
        Assert.All(kept, file => Assert.Contains(file, known));
    }

    private static async Task<RawAnswer?> AskAsync(RawConnection connection, byte[] line)
    {
        try
        {
            await connection.SendAsync([.. line, .. "\r\nHost: gateway.test\r\n\r\n"u8]);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return null;
        }

        return await connection.ReadAnswerAsync(hasBody: !line.AsSpan().StartsWith("HEAD "u8));
    }

    /// <summary>A line of random bytes, a valid one, or a valid one with some bytes or pieces changed. Never a line end: that would be two lines.</summary>
    private static byte[] MakeLine(Random random)
    {
        var kind = random.Next(10);
        if (kind == 0)
        {
            var noise = new byte[random.Next(1, 120)];
            random.NextBytes(noise);
            return WithoutLineEnds(noise);
        }

        var line = Valid[random.Next(Valid.Length)];
        if (kind == 1)
        {
            return Encoding.Latin1.GetBytes(line);
        }

        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            // Mostly inside of the target, which is the gateway's own to read.
            var from = random.Next(10) == 0 ? 0 : line.IndexOf(' ', StringComparison.Ordinal) + 2;
            var to = Math.Max(from + 1, random.Next(10) == 0 ? line.Length : line.LastIndexOf(' '));
            var at = random.Next(from, Math.Min(to, line.Length));
            line = random.Next(3) switch
            {
                0 => line[..at] + Pieces[random.Next(Pieces.Length)] + line[at..],
                1 => line[..at] + line[Math.Min(line.Length, at + random.Next(1, 6))..],
                _ => line[..at] + (char)random.Next(256) + line[(at + 1)..],
            };
            line = line.Length < 12 ? Valid[0] : line;
        }

        return WithoutLineEnds(Encoding.Latin1.GetBytes(line));
    }

    private static byte[] WithoutLineEnds(byte[] bytes) => [.. bytes.Select(value => value is (byte)'\r' or (byte)'\n' ? (byte)'.' : value)];

    private static string Escape(byte[] line) => string.Concat(line.Select(value => value is > 0x20 and < 0x7f ? ((char)value).ToString() : $"\\x{value:x2}"));
}
