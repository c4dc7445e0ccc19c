using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Api;
using Sluice.Fetch.SumDb;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Server.Configuration;
using Sluice.Server.Hosting;

namespace Sluice.Cli.Tests.Commands;

/// <summary>The <c>sumdb</c> commands on real keys and real logs.</summary>
public sealed class SumDbTests : IDisposable
{
    private const string Name = "sum.corp.example";

    private readonly CliFixture _fixture = new() { UsesRealTools = true };

    private string Data => Path.Combine(_fixture.Root, "data");

    private string KeyFile => Path.Combine(_fixture.Root, "secret.key");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Init_prints_what_gateway_and_clients_set_and_no_secret()
    {
        _fixture.Write("passphrase", "correct horse\n");

        Assert.Equal(0, await _fixture.RunAsync("sumdb", "init", Name, "--data", Data, "--passphrase-file", "passphrase", "--url", "https://go.corp.example/mod/"));

        var key = KeyIn(_fixture.Out.ToString());
        var shown = _fixture.Out.ToString().Replace(key, "KEY", StringComparison.Ordinal).Replace(_fixture.Root, "ROOT", StringComparison.Ordinal);
        ApprovedText.Check("tests/Sluice.Cli.Tests/expectations/sumdb-init.txt", shown);
        Assert.DoesNotContain("PRIVATE+", _fixture.Out.ToString() + _fixture.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE+", await File.ReadAllTextAsync(Path.Combine(Data, ".sumlog", Name, "key"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(NoteVerifierKey.TryParse(key, out var parsed, out _));
        Assert.Equal(Name, parsed.Name);
    }

    [Fact]
    public async Task A_key_file_is_for_its_owner_alone_and_the_data_directory_has_no_secret()
    {
        Assert.Equal(0, await _fixture.RunAsync("sumdb", "init", Name, "--data", Data, "--key-file", KeyFile));

        var text = (await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)).TrimEnd('\n');
        using var signer = Ed25519NoteSigner.Parse(text);
        Assert.Equal(KeyIn(_fixture.Out.ToString()), signer.PublicKey.ToString());
        Assert.False(File.Exists(Path.Combine(Data, ".sumlog", Name, "key")));
        Assert.DoesNotContain(text, _fixture.Out.ToString() + _fixture.Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    [Fact]
    public async Task Nothing_is_ever_overwritten()
    {
        Assert.Equal(0, await _fixture.RunAsync("sumdb", "init", Name, "--data", Data, "--key-file", KeyFile));
        var key = await File.ReadAllBytesAsync(KeyFile, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Usage, await _fixture.RunAsync("sumdb", "init", Name, "--data", Data, "--key-file", KeyFile + "2"));
        Assert.Equal(ExitCodes.Usage, await _fixture.RunAsync("sumdb", "init", "other.example", "--data", Data, "--key-file", KeyFile));

        Assert.False(File.Exists(KeyFile + "2"));
        Assert.Equal(key, await File.ReadAllBytesAsync(KeyFile, TestContext.Current.CancellationToken));
        Assert.Equal([Path.Combine(Data, ".sumlog", Name)], Directory.GetDirectories(Path.Combine(Data, ".sumlog")));
        Assert.Contains("nothing overwrites", _fixture.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a name that is none", "a+b", "--key-file", "k")]
    [InlineData("no place for the key", Name)]
    [InlineData("two places for the key", Name, "--key-file", "k", "--passphrase-env", "P")]
    [InlineData("no such variable", Name, "--passphrase-env", "NOBODY_SET_THIS")]
    [InlineData("no such file", Name, "--passphrase-file", "nowhere")]
    [InlineData("a key in the data directory", Name, "--key-file", "data/k")]
    public async Task Init_refuses(string what, params string[] arguments)
    {
        _fixture.Variables["P"] = "x";

        Assert.True(await _fixture.RunAsync(["sumdb", "init", .. arguments, "--data", Data]) == ExitCodes.Usage, what);

        Assert.StartsWith("sluice sumdb init: ", _fixture.Error.ToString());
        Assert.False(Directory.Exists(Path.Combine(Data, ".sumlog")));
    }

    [Fact]
    public async Task Show_pages_through_the_records()
    {
        await FillAsync(7);

        Assert.Equal(0, await _fixture.RunAsync("sumdb", "show", "--data", Data, "--from", "1", "--limit", "2", "--module", "corp.example/b", "--format", "json"));

        var page = JsonSerializer.Deserialize(_fixture.Out.ToString(), SluiceJsonContext.Default.SumDbShowReport)!;
        Assert.Equal(("sluice.sumdb.show/1", Name, 7L), (page.Schema, page.Name, page.Size));
        Assert.Equal([1L, 3L], page.Entries.Select(entry => entry.Id));
        Assert.Equal(("corp.example/b", "v1.3.0"), (page.Entries[1].Module, page.Entries[1].Version));
        Assert.Equal(4L, page.Next);
        Assert.NotNull(page.HeadTime);
    }

    [Fact]
    public async Task Show_without_more_to_show_says_no_next()
    {
        await FillAsync(3);

        Assert.Equal(0, await _fixture.RunAsync("sumdb", "show", "--data", Data, "--limit", "3"));

        Assert.Contains("3 records", _fixture.Out.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--from", _fixture.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_says_what_is_wrong_and_where()
    {
        await FillAsync(300);
        Assert.Equal(0, await _fixture.RunAsync("sumdb", "verify", "--data", Data));
        Assert.Contains("checked 300 records", _fixture.Out.ToString(), StringComparison.Ordinal);
        var tile = Path.Combine(Data, ".sumlog", Name, "tile/8/data/000");
        var content = await File.ReadAllBytesAsync(tile, TestContext.Current.CancellationToken);
        content[content.AsSpan().IndexOf("h1:"u8) + 5] ^= 1;
        await File.WriteAllBytesAsync(tile, content, TestContext.Current.CancellationToken);
        _fixture.Out.GetStringBuilder().Clear();

        Assert.Equal(ExitCodes.Problems, await _fixture.RunAsync("sumdb", "verify", Name, "--data", Data, "--format", "json"));

        var report = JsonSerializer.Deserialize(_fixture.Out.ToString(), SluiceJsonContext.Default.SumDbVerifyReport)!;
        var problem = Assert.Single(report.Problems);
        Assert.Equal(("sluice.sumdb.verify/1", 1L, "tile/8/data/000"), (report.Schema, report.ProblemCount, problem.Where));
        Assert.Contains("record 0", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named()
    {
        Assert.Equal(ExitCodes.Usage, await _fixture.RunAsync("sumdb", "verify", "--data", Data));
        await FillAsync(1);
        Assert.Equal(ExitCodes.Usage, await _fixture.RunAsync("sumdb", "show", "other.example", "--data", Data));

        Assert.Contains("there is none in it", _fixture.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"there are {Name}", _fixture.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sumlog.name: ", "sumlog:\n  name: other.example\n  key: { file: secret.key }\n")]
    [InlineData("sumlog.passphrase: ", "sumlog:\n  name: sum.corp.example\n  passphrase: { env: P }\n")]
    [InlineData("sumlog.key: ", "sumlog:\n  name: sum.corp.example\n  key: { env: P }\n")]
    [InlineData("sumlog.key: ", "sumlog:\n  name: sum.corp.example\n  key: { file: another.key }\n")]
    public async Task Serve_with_another_key_or_name_says_which_setting_and_exits_2(string start, string sumlog)
    {
        _fixture.Variables["P"] = "not the secret";
        Assert.Equal(0, await _fixture.RunAsync("sumdb", "init", Name, "--data", Data, "--key-file", KeyFile));
        _fixture.Write("another.key", Ed25519NoteSigner.NewKey(Name, new byte[32]).Reveal());
        _fixture.Write("sluice.yaml", $"private: corp.example\nlisten: 127.0.0.1:0\ndata: {Data}\n{sumlog}");
        _fixture.Error.GetStringBuilder().Clear();

        Assert.Equal(ExitCodes.Usage, await _fixture.RunAsync("serve"));

        Assert.StartsWith($"sluice: {start}", _fixture.Error.ToString());
    }

    private static string KeyIn(string output) => Regex.Match(output, $@"^  ({Regex.Escape(Name)}\+\S+)$", RegexOptions.Multiline).Groups[1].Value;

    /// <summary>A database with versions of two modules in turn.</summary>
    private async Task FillAsync(int count)
    {
        Assert.Equal(0, await _fixture.RunAsync("sumdb", "init", Name, "--data", Data, "--key-file", KeyFile));
        _fixture.Out.GetStringBuilder().Clear();
        var settings = new SumLogSettings(Name, PathPatterns.Parse("*")) { Key = new(await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)) };
        await using var opened = SumLogOpening.Open(Data, settings, TimeProvider.System);
        for (var number = 0; number < count; number++)
        {
            var path = ModulePath.Parse(number % 2 == 0 ? "corp.example/a" : "corp.example/b");
            var hash = ModuleHash.HashGoMod([(byte)number]);
            await opened.Log.AppendAsync(path, ModuleVersion.Parse($"v1.{number}.0"), hash, hash, TestContext.Current.CancellationToken);
        }
    }
}
