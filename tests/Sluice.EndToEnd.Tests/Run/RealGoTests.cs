using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Sluice.EndToEnd.Tests.Parts;
using Sluice.Fetch.SumDb;
using Sluice.Modules.Hashing;
using Sluice.Modules.SumDb;
using Sluice.Testing;
using Sluice.Testing.SumDb;

namespace Sluice.EndToEnd.Tests.Run;

/// <summary>The real go command under <c>sluice run</c>. Reports are approved texts; times, addresses and process ids are replaced in them.</summary>
public sealed class RealGoTests
{
    private const int SigInt = 2;

    [Fact]
    public async Task A_download_that_succeeds()
    {
        await using var site = await RunSite.StartAsync();
        site.Upstream.On("example.com/b/@v/v1.0.0.zip", Behaviours.WithHeader("X-Cache", "HIT"));

        var result = await site.RunAsync("--all", "--report", "run.har", "--report", "run.html", "--report", "run.json", "--", "go", "mod", "download", "-json");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\"Path\": \"example.com/a\"", result.Output, StringComparison.Ordinal);
        Approve("success", site, result.Errors);
        using var har = JsonDocument.Parse(await File.ReadAllBytesAsync(site.Folder["project", "run.har"], TestContext.Current.CancellationToken));
        Assert.Equal(6, har.RootElement.GetProperty("log").GetProperty("entries").GetArrayLength());
        Assert.Equal(site.Upstream.Requests.Count, har.RootElement.GetProperty("log").GetProperty("entries").GetArrayLength());
        Assert.Contains("example.com/a/@v/v1.0.0.zip", await File.ReadAllTextAsync(site.Folder["project", "run.html"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_that_is_slow()
    {
        await using var site = await RunSite.StartAsync();
        var gate = new Gate();
        site.Upstream.On("example.com/a/@v/v1.0.0.zip", Behaviours.Held(gate));
        await using var run = site.Start("--hang-after", "1", "--", "go", "mod", "download");
        run.Input.Close();

        await run.WaitForAsync(" example.com/a@v1.0.0 zip (first byte, ");
        gate.Open();

        Assert.Equal(0, await run.WaitForExitAsync());
        Assert.Contains($"waiting for {site.Upstream.Url} example.com/a@v1.0.0 zip (first byte, ", run.Errors, StringComparison.Ordinal);
        Approve("slow-mirror", site, Report(run.Errors), "example.com/a@v1.0.0 zip");
    }

    [Fact]
    public async Task A_checksum_database_that_hangs()
    {
        await using var site = await RunSite.StartAsync();
        await using var database = await FakeUpstream.StartAsync();
        site.Replacements[database.Url] = "http://DATABASE";
        site.Replacements[new Uri(database.Url).Authority] = "DATABASE";
        database.OnAll(Behaviours.Silence);
        using var signer = NewSigner();
        site.Variables["GOSUMDB"] = $"{signer.PublicKey} {database.Url}";
        site.Replacements[signer.PublicKey.ToString()] = "KEY";
        await using var run = site.Start("--hang-after", "1", "--", "go", "mod", "download", "example.com/a@v1.0.0");
        run.Input.Close();

        await run.WaitForAsync(" checksum example.com/");
        run.Signal(SigInt);

        Assert.Equal(130, await run.WaitForExitAsync());
        Assert.Contains($"{database.Url} checksum example.com/", run.Errors, StringComparison.Ordinal);
        Assert.Contains(database.Requests, request => request.Path.StartsWith("lookup/", StringComparison.Ordinal));
        Approve("hanging-database", site, Report(run.Errors), "checksum example.com/a@v1.0.0");
    }

    [Fact]
    public async Task A_checksum_database_that_no_proxy_relays_is_recorded_all_the_same()
    {
        await using var site = await RunSite.StartAsync();
        await using var database = await FakeUpstream.StartAsync();
        using var signer = NewSigner();
        var records = new MemorySumDb(signer, SumDbClient.DefaultTileHeight);
        await PublishAsync(site.Upstream.Fixture, records, database);
        site.Variables["GOSUMDB"] = $"{signer.PublicKey} {database.Url}";

        var result = await site.RunAsync("--report", "run.json", "--", "go", "mod", "download", "example.com/a@v1.0.0");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain(site.Upstream.Requests, request => request.Path.StartsWith("sumdb/", StringComparison.Ordinal));
        var json = await File.ReadAllTextAsync(site.Folder["project", "run.json"], TestContext.Current.CancellationToken);
        Assert.Contains("\"path\": \"lookup/example.com/a@v1.0.0\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checksum_database_that_contradicts_the_mirror()
    {
        await using var site = await RunSite.StartAsync();
        await using var database = await FakeUpstream.StartAsync();
        using var signer = NewSigner();
        var records = new MemorySumDb(signer, SumDbClient.DefaultTileHeight);
        await records.AddAsync("example.com/a", "v1.0.0");
        await records.AddAsync("example.com/b", "v1.0.0");
        await PublishAsync(null, records, database);
        site.Variables["GOSUMDB"] = $"{signer.PublicKey} {database.Url}";
        site.Replacements[signer.PublicKey.ToString()] = "KEY";
        site.Replacements[database.Url] = "http://DATABASE";
        site.Replacements[new Uri(database.Url).Authority] = "DATABASE";

        var result = await site.RunAsync("--", "go", "mod", "download", "example.com/a@v1.0.0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("SECURITY ERROR", result.Errors, StringComparison.Ordinal);
        Approve("checksum-mismatch", site, result.Errors);
    }

    [Fact]
    public async Task A_private_module_without_credentials()
    {
        GitCommand.RequireOrSkip();
        await using var site = await RunSite.StartAsync();
        await using var host = await FakeUpstream.StartAsync();
        host.OnAll(Behaviours.RequireBasic("me", "secret"));
        site.Replacements[host.Url] = "http://GITHOST";
        site.Replacements[new Uri(host.Url).Authority] = "GITHOST";
        site.Variables["GOPRIVATE"] = "git.corp.example";
        site.Variables["GIT_CONFIG_NOSYSTEM"] = "1";

        // The host's name leads here by way of a forward proxy; the repository lies behind a login.
        site.Variables["GOINSECURE"] = "git.corp.example";
        site.Variables["HTTP_PROXY"] = site.Variables["HTTPS_PROXY"] = host.Url;
        host.On("team/lib", Behaviours.Html($"<meta name=\"go-import\" content=\"git.corp.example/team/lib git {host.Url}/team/lib.git\">"));

        var result = await site.RunAsync("--", "go", "mod", "download", "git.corp.example/team/lib@v1.0.0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("terminal prompts disabled", result.Errors, StringComparison.Ordinal);
        Approve("private-module", site, Report(result.Errors));
        Assert.Contains("modules of GONOPROXY=git.corp.example", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Upstream.Requests, request => request.RawTarget.Contains("corp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lock_that_another_command_holds()
    {
        GitCommand.RequireOrSkip("flock");
        await using var site = await RunSite.StartAsync();
        var file = site.Folder.Write("modcache/cache/download/example.com/a/@v/v1.0.0.lock", "");
        using var holder = HoldLock(site.Folder, file);
        await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().OrFail();
        await using var run = site.Start("--hang-after", "1", "--", "go", "mod", "download", "example.com/a@v1.0.0");
        run.Input.Close();

        await run.WaitForAsync("waiting for the lock file");
        holder.StandardInput.Close();
        var exitCode = await run.WaitForExitAsync();
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken).OrFail();

        Assert.Equal(0, exitCode);
        Assert.Contains($"waiting for the lock file {file}, which process ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("flock", run.Errors, StringComparison.Ordinal);
        Approve("lock", site, Report(run.Errors), "waiting for the lock file");
    }

    [Fact]
    public async Task A_source_that_has_nothing_and_one_that_has_all()
    {
        await using var site = await RunSite.StartAsync();
        await using var empty = await FakeUpstream.StartAsync();
        site.Replacements[empty.Url] = "http://EMPTY";
        site.Replacements[new Uri(empty.Url).Authority] = "EMPTY";
        site.Variables["GOPROXY"] = $"{empty.Url},{site.Upstream.Url},direct";

        var result = await site.RunAsync("--", "go", "mod", "download", "example.com/a@v1.0.0");

        Assert.Equal(0, result.ExitCode);
        Approve("fail-over", site, Report(result.Errors));
    }

    [Theory]
    [InlineData("{0},{1}", 1)]
    [InlineData("{0}|{1}", 0)]
    public async Task A_source_that_is_broken_stops_the_chain_or_not_as_without_us(string chain, int exitCode)
    {
        await using var site = await RunSite.StartAsync();
        await using var broken = await FakeUpstream.StartAsync();
        await broken.StopAsync();
        site.Variables["GOPROXY"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, chain, broken.Url, site.Upstream.Url);

        var result = await site.RunAsync("--", "go", "mod", "download", "example.com/a@v1.0.0");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("connect: connection refused", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("http://127.0.0.1:1/", result.Errors, StringComparison.Ordinal);
        Assert.Equal(exitCode == 0, site.Upstream.Requests.Count > 0);
    }

    [Fact]
    public async Task What_the_command_says_names_the_real_addresses()
    {
        await using var site = await RunSite.StartAsync();
        using var go = GoCommand.RequireOrSkip();

        var result = await site.RunAsync("--quiet", "--", "go", "mod", "download", "-x", "example.com/none@v1.0.0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"# get {site.Upstream.Url}/example.com/none/@v/v1.0.0.info: 404 Not Found", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"reading {site.Upstream.Url}/example.com/none/@v/v1.0.0.info: 404 Not Found", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("sluice", result.Errors, StringComparison.Ordinal);
    }

    private static Ed25519NoteSigner NewSigner() => Ed25519NoteSigner.Parse(Ed25519NoteSigner.NewKey("sum.example", RandomNumberGenerator.GetBytes(32)).Reveal());

    private static async Task PublishAsync(ModuleFixture? fixture, MemorySumDb records, FakeUpstream database)
    {
        foreach (var module in fixture?.Modules ?? [])
        {
            using var zip = new MemoryStream(module.Zip);
            Assert.True(ModuleHash.TryHashZip(zip, out var hash, out var problem, TestContext.Current.CancellationToken), problem?.ToString());
            await records.AddAsync(module.Path, module.Version, $"{module.Path} {module.Version} {hash}\n{module.Path} {module.Version}/go.mod {ModuleHash.HashGoMod(module.GoMod!)}\n");
        }

        foreach (var path in (string[])["lookup/example.com/a@v1.0.0", "lookup/example.com/b@v1.0.0", $"tile/8/0/000.p/{records.Log.Records.Count}"])
        {
            var content = await records.ReadAsync(path, LookupAnswer.MaxBytes, TestContext.Current.CancellationToken);
            database.On(path, Behaviours.Answer(new UpstreamAnswer(200, content!.Value, "text/plain")));
        }
    }

    private static Process HoldLock(TempDirectory folder, string file)
    {
        var start = new ProcessStartInfo("flock", [file, "sh", "-c", "echo held; read line"])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>The report alone: what is said meanwhile depends on the machine's pace.</summary>
    private static string Report(string errors) => errors[errors.IndexOf("\nsluice run: go", StringComparison.Ordinal)..];

    private static void Approve(string name, RunSite site, string text, string stall = "none expected") =>
        ApprovedText.Check($"tests/Sluice.EndToEnd.Tests/expectations/run-{name}.txt", ReportText.Settle(site.Normalise(text), stall));
}
