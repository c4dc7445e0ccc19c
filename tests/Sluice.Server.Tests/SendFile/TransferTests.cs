using Sluice.Server.Tests.Hosting;
using Sluice.Testing;

namespace Sluice.Server.Tests.SendFile;

public sealed class TransferTests
{
    [Fact]
    public async Task Every_size_arrives_whole_on_one_connection()
    {
        await using var rig = await GatewayRig.StartAsync(prepare: BigModules.Write);
        using var connection = await rig.ConnectAsync();
        foreach (var size in BigModules.Sizes)
        {
            await connection.RequestAsync($"GET {BigModules.PathOf(size)} HTTP/1.1");
            var answer = await connection.ReadAnswerAsync();

            Assert.Equal((200, size), (answer?.Status, (int?)answer?.Length));
            BigModules.AssertSame(size, answer?.Body);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(262_143, 2)]
    [InlineData(100, 262_144)]
    [InlineData(1_000_000, 5_000_001)]
    [InlineData(BigModules.BigBytes - 1, 1)]
    public async Task Any_part_of_a_big_zip_arrives_whole(int offset, int count)
    {
        await using var rig = await GatewayRig.StartAsync(prepare: BigModules.Write);
        using var connection = await rig.ConnectAsync();

        await connection.RequestAsync($"GET {BigModules.PathOf(BigModules.BigBytes)} HTTP/1.1", $"Range: bytes={offset}-{offset + count - 1}");
        var answer = await connection.ReadAnswerAsync();

        Assert.Equal(206, answer?.Status);
        BigModules.AssertSame(BigModules.BigBytes, answer?.Body, offset, count);
    }

    [Fact]
    public async Task Requests_sent_at_once_are_answered_in_their_order()
    {
        const int Size = 262_145;
        await using var rig = await GatewayRig.StartAsync(prepare: BigModules.Write);
        using var connection = await rig.ConnectAsync();

        await connection.SendAsync(System.Text.Encoding.ASCII.GetBytes(string.Concat(
            ((string[])[$"GET {BigModules.PathOf(Size)}", $"HEAD {BigModules.PathOf(Size)}", $"GET {BigModules.PathOf(Size)}", "GET /healthz", $"GET {BigModules.PathOf(65_537)}", "GET /example.com/m/@v/list", $"GET {BigModules.PathOf(1)}"])
                .Select(line => line + " HTTP/1.1\r\nHost: gateway.test\r\n\r\n"))));

        var expected = BigModules.MakeBytes(Size);
        Assert.Equal(expected, (await connection.ReadAnswerAsync())?.Body);
        Assert.Equal(Size, (await connection.ReadAnswerAsync(hasBody: false))?.Length);
        Assert.Equal(expected, (await connection.ReadAnswerAsync())?.Body);
        Assert.Equal("ok\n", (await connection.ReadAnswerAsync())?.Text);
        Assert.Equal(BigModules.MakeBytes(65_537), (await connection.ReadAnswerAsync())?.Body);
        Assert.Equal("v1.0.0\nv1.1.0\n", (await connection.ReadAnswerAsync())?.Text);
        Assert.Equal(BigModules.MakeBytes(1), (await connection.ReadAnswerAsync())?.Body);
    }

    [Fact]
    public async Task A_slow_client_gets_everything_and_holds_up_nobody()
    {
        await using var rig = await GatewayRig.StartAsync(prepare: BigModules.Write);
        using var slow = await rig.ConnectAsync(receiveBufferBytes: 16 * 1024);
        await slow.RequestAsync($"GET {BigModules.PathOf(BigModules.BigBytes)} HTTP/1.1");
        Assert.Equal(200, (await slow.ReadHeadAsync())?.Status);

        using (var other = await rig.ConnectAsync())
        {
            await other.RequestAsync($"GET {BigModules.PathOf(BigModules.BigBytes)} HTTP/1.1");
            Assert.Equal(BigModules.BigBytes, (await other.ReadAnswerAsync())?.Body.Length);
        }

        // The client has the last byte before the gateway has noted that.
        await Eventually.HoldsAsync(() => rig.Host.Transfers == 1);
        BigModules.AssertSame(BigModules.BigBytes, await slow.ReadBodyAsync(BigModules.BigBytes));
        await slow.RequestAsync("GET /healthz HTTP/1.1");
        Assert.Equal("ok\n", (await slow.ReadAnswerAsync())?.Text);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_any_more_is_dropped_after_five_minutes()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await GatewayRig.StartAsync(time: time, prepare: BigModules.Write);
        using var stuck = await rig.ConnectAsync(receiveBufferBytes: 16 * 1024);
        await stuck.RequestAsync($"GET {BigModules.PathOf(BigModules.BigBytes)} HTTP/1.1");
        Assert.Equal(200, (await stuck.ReadHeadAsync())?.Status);
        await Eventually.HoldsAsync(() => rig.Host.Transfers == 1);

        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return rig.Host.Transfers == 0;
        });

        var body = new byte[BigModules.BigBytes];
        Assert.InRange(await stuck.ReadUpToAsync(body), 0, BigModules.BigBytes - 1);
        using var other = await rig.ConnectAsync();
        await other.RequestAsync("GET /healthz HTTP/1.1");
        Assert.Equal("ok\n", (await other.ReadAnswerAsync())?.Text);
    }

    [Fact]
    public async Task A_zip_that_was_cut_on_disk_ends_the_connection_instead_of_lying()
    {
        await using var rig = await GatewayRig.StartAsync(prepare: BigModules.Write);
        using var connection = await rig.ConnectAsync(receiveBufferBytes: 16 * 1024);
        await connection.RequestAsync($"GET {BigModules.PathOf(BigModules.BigBytes)} HTTP/1.1");
        Assert.Equal(200, (await connection.ReadHeadAsync())?.Status);
        using (var file = File.OpenHandle(BigModules.FileOf(rig.Directory, BigModules.BigBytes), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            RandomAccess.SetLength(file, 20_000_000);
        }

        var body = new byte[BigModules.BigBytes];
        Assert.InRange(await connection.ReadUpToAsync(body), 0, 20_000_000);
    }
}
