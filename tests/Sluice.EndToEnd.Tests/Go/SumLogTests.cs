using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Go;

/// <summary>The real go command, which verifies private modules against the gateway's own checksum database.</summary>
public sealed class SumLogTests
{
    private const string Lib = "corp.example/Team/lib";
    private const string Zip = "corp.example/!team/lib/@v/v1.0.0.zip";

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "/mod")]
    [InlineData(false, "/mod")]
    public async Task A_private_module_is_downloaded_and_verified(bool withUrl, string basePath)
    {
        await using var site = await SumLogSite.StartAsync(basePath: basePath);
        using var project = site.Project(withUrl, basePath);

        var got = await project.RunAsync($"get {Lib}@v1.0.0");

        Assert.True(got.ExitCode == 0, got.ToString());
        Assert.Contains($"{Lib} v1.0.0 h1:", project.GoSum, StringComparison.Ordinal);
        var shown = await site.RunAsync("sumdb", "show");
        Assert.Contains($"0 {Lib}@v1.0.0", shown.Output, StringComparison.Ordinal);
        Assert.All(project.GoSum.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line.Split(' ')[2], shown.Output, StringComparison.Ordinal));
        Assert.Equal(0, (await site.RunAsync("sumdb", "verify")).ExitCode);
    }

    [Fact]
    public async Task A_client_follows_the_log_as_it_grows_also_over_a_restart()
    {
        await using var site = await SumLogSite.StartAsync();
        using var project = site.Project();
        Succeeds(await project.RunAsync($"get {Lib}@v1.0.0"));
        await site.RestartAsync();
        project.Proxy = site.Gateway.Url;
        project.SumDb = $"{site.Key} {site.Gateway.Url}/sumdb/{SumLogSite.Name}";

        Succeeds(await project.RunAsync($"get {Lib}@v1.1.0"));

        Assert.Contains("v1.1.0 h1:", project.GoSum, StringComparison.Ordinal);
        Assert.Contains("2 records", (await site.RunAsync("sumdb", "show")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latest", 30)]
    [InlineData("tile/8/0/000", 5)]
    [InlineData("tile/8/data/000", 60)]
    public async Task A_changed_byte_in_the_database_is_refused_with_the_reason(string file, int at)
    {
        await using var site = await SumLogSite.StartAsync();
        using var first = site.Project();
        Succeeds(await first.RunAsync($"get {Lib}@v1.0.0"));
        site.Damage($".sumlog/{SumLogSite.Name}/{file}", at);
        if (file.StartsWith("tile/8/0", StringComparison.Ordinal))
        {
            // Hashes that have been checked are answered from memory.
            await site.RestartAsync();
        }

        using var second = site.Project();
        var got = await second.RunAsync($"get {Lib}@v1.0.0");

        Assert.NotEqual(0, got.ExitCode);
        Assert.Contains("[sumlog.damaged]", Unwrapped(got), StringComparison.Ordinal);
        var verified = await site.RunAsync("sumdb", "verify");
        Assert.Equal(3, verified.ExitCode);
        Assert.Contains(file == "tile/8/0/000" ? "latest" : file, verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_byte_in_a_stored_zip_is_refused()
    {
        await using var site = await SumLogSite.StartAsync();
        using var first = site.Project();
        Succeeds(await first.RunAsync($"get {Lib}@v1.0.0"));
        var content = await site.ReadAsync(Zip);

        // In the name of a file, here and in the directory: still a good zip, but another module.
        var at = content.AsSpan().IndexOf("lib.go"u8);
        site.Damage(Zip, at);
        site.Damage(Zip, content.AsSpan().LastIndexOf("lib.go"u8));

        using var second = site.Project();
        var got = await second.RunAsync($"get {Lib}@v1.0.0");

        Assert.NotEqual(0, got.ExitCode);
        Assert.Contains("SECURITY ERROR", got.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_zip_is_refused_and_changes_nothing_in_the_database()
    {
        await using var site = await SumLogSite.StartAsync();
        using var first = site.Project();
        Succeeds(await first.RunAsync($"get {Lib}@v1.0.0"));
        var before = await site.ReadAsync($".sumlog/{SumLogSite.Name}/latest");
        site.Damage(Zip, (await site.ReadAsync(Zip)).AsSpan().IndexOf("package"u8) + 2);

        using var second = site.Project();
        var got = await second.RunAsync($"get {Lib}@v1.0.0");

        Assert.NotEqual(0, got.ExitCode);
        Assert.Equal(before, await site.ReadAsync($".sumlog/{SumLogSite.Name}/latest"));
    }

    [Fact]
    public async Task A_public_module_that_the_database_does_not_cover_names_the_public_one()
    {
        await using var site = await SumLogSite.StartAsync();
        using var project = site.Project();

        var got = await project.RunAsync("get example.com/m@v1.0.0");

        Assert.NotEqual(0, got.ExitCode);
        Assert.Contains("[sumlog.not-covered]", Unwrapped(got), StringComparison.Ordinal);
        Assert.Contains("sum.example", got.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_database_covers_private_and_public_modules()
    {
        await using var site = await SumLogSite.StartAsync("  match: \"*\"\n");
        using var project = site.Project();

        Succeeds(await project.RunAsync($"get {Lib}@v1.0.0 example.com/m@v1.0.0"));

        Assert.Contains("example.com/m v1.0.0 h1:", project.GoSum, StringComparison.Ordinal);
        Assert.Contains("example.com/m@v1.0.0", (await site.RunAsync("sumdb", "show", "--module", "example.com")).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Join(site.Data, ".sumdb", "sum.example", "latest")), "the public database was asked");
    }

    [Fact]
    public async Task A_public_module_that_the_public_database_does_not_vouch_for_is_never_recorded()
    {
        await using var site = await SumLogSite.StartAsync("  match: \"*\"\n", lies: true);
        using var project = site.Project();

        var got = await project.RunAsync("get example.com/m@v1.0.0");

        Assert.NotEqual(0, got.ExitCode);
        Assert.Contains("[sumdb.mismatch]", Unwrapped(got), StringComparison.Ordinal);
        Assert.Contains("0 records", (await site.RunAsync("sumdb", "show")).Output, StringComparison.Ordinal);
    }

    private static void Succeeds(CommandResult result) => Assert.True(result.ExitCode == 0, result.ToString());

    private static string Unwrapped(CommandResult result) => result.Errors.Replace("\n\t", " ", StringComparison.Ordinal);
}
