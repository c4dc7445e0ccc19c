using Sluice.EndToEnd.Tests.Parts;

namespace Sluice.EndToEnd.Tests.Go;

public sealed class FileTreeTests
{
    private const string Main = "package main\n\nimport (\n\t_ \"rsc.io/QUOTE/QUOTE\"\n\t_ \"rsc.io/quote/v3\"\n)\n\nfunc main() {}\n";

    private static readonly string[] Commands =
    [
        "mod tidy",
        "get rsc.io/breaker@v2.0.0+incompatible",
        "get gopkg.in/dummy.v2-unstable@v2.0.0",
        "get golang.org/x/text@v0.0.0-20170915032832-14c0d48ead0c",
        "mod download",
        "list -m -versions rsc.io/breaker",
        "list -m all",
        "mod verify",
    ];

    [Fact]
    public async Task A_store_copied_away_is_a_proxy_by_itself()
    {
        await using var site = await GoSite.StartAsync();
        var before = await TellAsync(site.Gateway.Url);
        Assert.DoesNotContain("exit code 1\n", before, StringComparison.Ordinal);
        Assert.Equal(0, await site.Gateway.StopAsync());
        await site.Upstream.StopAsync();
        var copy = site.Folder("copy");
        StoreFiles.Copy(site.Data, copy);
        Directory.Delete(site.Data, recursive: true);

        Assert.Equal(before, await TellAsync($"file://{copy}"));
    }

    private static async Task<string> TellAsync(string proxy)
    {
        using var project = new GoProject(proxy);
        project.Write("main.go", Main);
        return await project.TellAsync(Commands);
    }
}
