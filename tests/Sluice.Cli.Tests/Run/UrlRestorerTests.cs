using System.Text;
using Sluice.Cli.Run;

namespace Sluice.Cli.Tests.Run;

public sealed class UrlRestorerTests
{
    private const string Loopback = "http://127.0.0.1:43210/0f0f/";
    private const string Said = "go: reading http://127.0.0.1:43210/0f0f/0/rsc.io/q: 404\nread \"http:/127.0.0.1:43210/0f0f/1/x\": EOF http://127.0.0.1:43210/0f0f/9 http://other http:/";
    private const string Meant = "go: reading https://goproxy.cn/rsc.io/q: 404\nread \"https:/proxy.example/x\": EOF http://127.0.0.1:43210/0f0f/9 http://other http:/";

    [Fact]
    public void Real_addresses_are_put_back_wherever_the_pieces_end()
    {
        for (var first = 0; first < Said.Length; first++)
        {
            for (var second = first; second < Said.Length; second += 7)
            {
                Assert.Equal(Meant, Restore(Said[..first], Said[first..second], Said[second..]));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("hhhttp")]
    [InlineData("http://127.0.0.1:43210/0f0f/")]
    [InlineData("http:/http://127.0.0.1:4321/http:/")]
    [InlineData("\0\u00ff\n")]
    public void Everything_else_passes_unchanged(string text)
    {
        Assert.Equal(text, Restore(text));
        Assert.Equal(text, Restore([.. text.Select(c => c.ToString())]));
    }

    [Fact]
    public void A_line_that_cannot_be_an_address_is_not_kept_back()
    {
        var restorer = new UrlRestorer(Loopback, _ => null);

        Assert.Equal(9, restorer.Restore("password:"u8.ToArray()).Length);
    }

    private static string Restore(params string[] pieces)
    {
        var restorer = new UrlRestorer(Loopback, id => id switch { '0' => "https://goproxy.cn", '1' => "https://proxy.example", _ => null });
        var result = new List<byte>();
        foreach (var piece in pieces)
        {
            result.AddRange(restorer.Restore(Encoding.UTF8.GetBytes(piece)).ToArray());
        }

        result.AddRange(restorer.Flush().ToArray());
        return Encoding.UTF8.GetString([.. result]);
    }
}
