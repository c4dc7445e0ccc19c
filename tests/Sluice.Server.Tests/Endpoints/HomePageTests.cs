using System.Text;
using Sluice.Server.Endpoints;
using Sluice.Server.Tests.Hosting;

namespace Sluice.Server.Tests.Endpoints;

public sealed class HomePageTests
{
    [Fact]
    public async Task The_page_is_the_approved_one()
    {
        var approved = await File.ReadAllTextAsync(Expectation("home-page.html"), TestContext.Current.CancellationToken);

        Assert.Equal(approved, Encoding.UTF8.GetString(HomePage.Render("https://go.example.com/mod", "0.1.0")), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void What_a_client_says_about_the_host_is_escaped()
    {
        var page = Encoding.UTF8.GetString(HomePage.Render("http://\"><script>alert(1)</script>", "1<2"));

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("1<2", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_names_the_address_under_which_it_was_asked_for()
    {
        await using var rig = await GatewayRig.StartAsync(change: (settings, _) => settings with { BasePath = "/mod" });
        using var connection = await rig.ConnectAsync();

        await connection.RequestAsync("GET /mod/ HTTP/1.1");
        var answer = await connection.ReadAnswerAsync();

        Assert.Equal((200, "text/html; charset=utf-8", "nosniff"), (answer?.Status, answer?.Headers["Content-Type"], answer?.Headers["X-Content-Type-Options"]));
        Assert.Contains("export GOPROXY=http://gateway.test/mod<", answer?.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer?.Text, StringComparison.Ordinal);
    }

    /// <summary>Found from the test program's folder upwards: a build for CI knows no source paths.</summary>
    private static string Expectation(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(Assert.IsType<DirectoryInfo>(folder).FullName, "tests", "Sluice.Server.Tests", "expectations", name);
    }
}
