using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Sluice.Modules.GoMod;

namespace Sluice.Modules.Tests.GoMod;

/// <summary>Compares with the go command on this machine. Missing, it skips these tests, but fails them in CI.</summary>
public sealed class GoCommandTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Cases that go before 1.21 sorts otherwise, or in which go loses a comment that we keep, or that JSON cannot show.
    /// </summary>
    private static readonly string[] Incomparable = ["format-exclude-1.21", "format-keeps-comments", "blocks-odd", "not-utf8", "quoting"];

    [Fact]
    public async Task Formatting_gives_the_bytes_of_go_mod_edit()
    {
        await RequireGoAsync();
        var compared = 0;
        foreach (var (name, content) in Corpus())
        {
            var theirs = await FormatAsync(content);
            if (theirs is null)
            {
                continue;
            }

            Assert.True(GoModFile.TryParse(content, name, GoModParsing.Strict, out var file, out var errors), string.Join('\n', errors));
            Assert.True(Normalised(theirs) == Normalised(file.Format()), $"{name}:\n{Latin(theirs)}\n--- ours\n{Latin(file.Format())}");
            compared++;
        }

        Assert.True(compared >= 5, $"only {compared} files were fit to compare");
    }

    [Fact]
    public async Task What_is_understood_is_what_go_mod_edit_prints_as_json()
    {
        await RequireGoAsync();
        var compared = 0;
        foreach (var (name, content) in Corpus())
        {
            var json = await RunAsync(content, "-json");
            if (json is null)
            {
                continue;
            }

            Assert.True(GoModFile.TryParse(content, name, GoModParsing.Strict, out var file, out var errors), string.Join('\n', errors));
            Assert.Equal(FactsOf(JsonDocument.Parse(json).RootElement), FactsOfSorted(file));
            compared++;
        }

        Assert.True(compared >= 5, $"only {compared} files were fit to compare");
    }

    [Fact]
    public async Task Editing_gives_the_bytes_of_go_mod_edit()
    {
        await RequireGoAsync();
        var content = Encoding.UTF8.GetBytes("module example.com/m\n\ngo 1.16\n\nrequire example.com/a v1.0.0 // why\n\nexclude example.com/x v1.0.0\n");
        string[] arguments =
        [
            "-require=example.com/b@v1.1.0", "-require=example.com/a@v1.2.0", "-exclude=example.com/x@v0.9.0",
            "-replace=example.com/a=../a", "-retract=[v1.0.0,v1.1.0]", "-go=1.19",
        ];
        var theirs = await RunAsync(content, [.. arguments, "-print"]);
        var editor = new GoModEditor(GoModFile.Parse(Encoding.UTF8.GetString(content), "go.mod", GoModParsing.Strict))
            .SetRequirement(new("example.com/b", "v1.1.0")).SetRequirement(new("example.com/a", "v1.2.0"))
            .AddExclusion(new("example.com/x", "v0.9.0"))
            .SetReplacement(new("example.com/a", ""), new("../a", ""))
            .AddRetraction("v1.0.0", "v1.1.0", "").SetGo("1.19");

        Assert.True(editor.TryApply("go.mod", out var file, out _));
        Assert.NotNull(theirs);
        Assert.Equal(Latin(theirs), Latin(file.Print()));
    }

    /// <summary>The cases of testdata, and the modules that the go command's own tests use, where its sources are installed.</summary>
    private static IEnumerable<(string Name, byte[] Content)> Corpus()
    {
        foreach (var name in CaseFile.Names("GoMod").Except(Incomparable))
        {
            var file = CaseFile.Read("GoMod", name);
            if (file.Has("go.mod") && !file.Has("errors"))
            {
                yield return (name, file.Bytes("go.mod"));
            }
        }

        var folders = new[] { "/usr/lib/go", "/usr/local/go", "/usr/lib/go-1.19" }.Select(root => Path.Combine(root, "src/cmd/go/testdata/mod"));
        var archives = folders.Where(Directory.Exists).Take(1).SelectMany(folder => Directory.GetFiles(folder, "*.txt")).Order(StringComparer.Ordinal);
        foreach (var path in archives.Where((_, i) => i % 12 == 0))
        {
            var archive = CaseFile.Read(path);
            if (archive.Has(".mod"))
            {
                yield return (Path.GetFileName(path), archive.Bytes(".mod"));
            }
        }
    }

    /// <summary>What go makes of a file in two runs: the first may leave a blank line at the top of a sorted block.</summary>
    private static async Task<byte[]?> FormatAsync(byte[] content) =>
        await RunAsync(content, "-fmt", "-print") is { } once ? await RunAsync(once, "-fmt", "-print") : null;

    /// <summary>Go before 1.24 leaves blank lines at the top, at the end and before closing brackets, so they do not count here.</summary>
    private static string Normalised(byte[] content) =>
        string.Join('\n', Latin(content).Split('\n').Where(line => line.Length > 0));

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static string FactsOf(JsonElement root)
    {
        var lines = new List<string> { "module " + root.GetProperty("Module").GetProperty("Path").GetString() };
        Add(root.GetProperty("Module"), "Deprecated", value => lines.Add("deprecated " + value.GetString()));
        Add(root, "Go", value => lines.Add("go " + value.GetString()));
        AddAll(root, "Require", item => lines.Add($"require {Module(item)} {item.TryGetProperty("Indirect", out _)}"));
        AddAll(root, "Exclude", item => lines.Add($"exclude {Module(item)}"));
        AddAll(root, "Replace", item => lines.Add($"replace {Module(item.GetProperty("Old"))} => {Module(item.GetProperty("New"))}"));
        AddAll(root, "Retract", item => lines.Add(
            $"retract {item.GetProperty("Low")} {item.GetProperty("High")} {(item.TryGetProperty("Rationale", out var why) ? why.GetString() : "")}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>Without duplicates, which go mod edit drops before it prints.</summary>
    private static string FactsOfSorted(GoModFile file)
    {
        Assert.True(GoModFile.TryParse(file.Format(), "go.mod", GoModParsing.Strict, out var formatted, out _));
        string[] lines =
        [
            "module " + formatted.Module?.Path,
            .. formatted.Module?.Deprecation is { } why ? [$"deprecated {why}"] : Array.Empty<string>(),
            .. formatted.Go is { } go ? [$"go {go}"] : Array.Empty<string>(),
            .. formatted.Requirements.Select(item => $"require {item.Module} {item.IsIndirect}"),
            .. formatted.Exclusions.Select(item => $"exclude {item.Module}"),
            .. formatted.Replacements.Select(item => $"replace {item.Old} => {item.New}"),
            .. formatted.Retractions.Select(item => $"retract {item.Low} {item.High} {item.Rationale}"),
        ];
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static ModuleReference Module(JsonElement item) =>
        new(item.GetProperty("Path").GetString()!, item.TryGetProperty("Version", out var version) ? version.GetString()! : "");

    private static void Add(JsonElement parent, string name, Action<JsonElement> add)
    {
        if (parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            add(value);
        }
    }

    private static void AddAll(JsonElement parent, string name, Action<JsonElement> add) =>
        Add(parent, name, list => list.EnumerateArray().ToList().ForEach(add));

    private static async Task RequireGoAsync()
    {
        try
        {
            Assert.NotNull(await RunAsync("module m\n"u8.ToArray(), "-json"));
        }
        catch (Win32Exception)
        {
#pragma warning disable RS0030 // Whether this is a build server is a fact of the environment.
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "the go command is not installed");
#pragma warning restore RS0030
            throw;
        }
    }

    /// <summary>Runs <c>go mod edit</c> on a file. Null when it refuses the file.</summary>
    private static async Task<byte[]?> RunAsync(byte[] content, params IReadOnlyList<string> arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        var folder = Directory.CreateTempSubdirectory("sluice-gomod-");
        try
        {
            var path = Path.Combine(folder.FullName, "go.mod");
            await File.WriteAllBytesAsync(path, content, limit.Token);
            var start = new ProcessStartInfo("go", ["mod", "edit", .. arguments, path]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["GOTOOLCHAIN"] = "local";
            start.Environment["GOFLAGS"] = "";
            return await OutputAsync(start, limit.Token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<byte[]?> OutputAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
            await errors;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? output.ToArray() : null;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
