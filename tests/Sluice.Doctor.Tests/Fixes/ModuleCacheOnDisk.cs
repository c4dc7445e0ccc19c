using System.IO.Compression;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Tests.Probes;

namespace Sluice.Doctor.Tests.Fixes;

/// <summary>A module cache that the real go command filled from a file tree: example.com/one and example.com/Two at v1.0.0.</summary>
internal sealed class ModuleCacheOnDisk(TestHost test)
{
    public string this[string path] => Path.Combine(Root, path);

    private string Root => Path.Combine(test.Home, "go", "pkg", "mod");

    public string Tree => Path.Combine(test.Work, "tree");

    /// <summary>Makes the tree, as a module proxy would serve it.</summary>
    public async Task PublishAsync()
    {
        if (Directory.Exists(Tree))
        {
            return;
        }

        foreach (var (escaped, path) in ((string, string)[])[("one", "one"), ("!two", "Two")])
        {
            var start = $"tree/example.com/{escaped}/@v/";
            var goMod = $"module example.com/{path}\n";
            test.WriteWork(start + "list", "v1.0.0\n");
            test.WriteWork(start + "v1.0.0.info", """{"Version":"v1.0.0","Time":"2026-01-01T00:00:00Z"}""");
            test.WriteWork(start + "v1.0.0.mod", goMod);
            await using var zip = await ZipFile.OpenAsync(Path.Combine(test.Work, start + "v1.0.0.zip"), ZipArchiveMode.Create, TestContext.Current.CancellationToken);
            await WriteAsync(zip, $"example.com/{path}@v1.0.0/go.mod", goMod);
            await WriteAsync(zip, $"example.com/{path}@v1.0.0/inner/a.go", "package inner\n");
        }

        test.WriteWork("go.mod", "module example.com/main\n\ngo 1.19\n\nrequire (\n\texample.com/Two v1.0.0\n\texample.com/one v1.0.0\n)\n");
    }

    /// <summary>Has go download all of it.</summary>
    public async Task FillAsync()
    {
        await PublishAsync();
        test.Set("PATH", "/usr/bin:/bin:/usr/local/go/bin");
        var environment = new Dictionary<string, string>(test.Environment) { ["GOPROXY"] = "file://" + Tree, ["GONOSUMDB"] = "*", ["GOFLAGS"] = "-mod=mod", ["GO111MODULE"] = "on" };
        var run = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandRequest("go", ["mod", "download", "-x", "all"], environment) { WorkingDirectory = test.Work, Limit = TimeSpan.FromSeconds(60) }, TestContext.Current.CancellationToken);
        Assert.True(run is { Outcome: CommandOutcome.Ended, ExitCode: 0 }, run.Errors);
    }

    /// <summary>Removes it, read-only folders and all.</summary>
    internal async Task ForgetAsync(Doctor.Fixes.FixPrograms programs) =>
        await programs.ReadAsync(["rm", "-rf", Path.Combine(test.Home, "go")], TestContext.Current.CancellationToken);

    public IReadOnlyList<string> Files() => [.. Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static async Task WriteAsync(ZipArchive zip, string name, string text)
    {
        await using var stream = await zip.CreateEntry(name).OpenAsync(TestContext.Current.CancellationToken);
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
    }
}
