using System.Text.RegularExpressions;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Run;

/// <summary>A project of a developer and a module proxy, for the real go command under <c>sluice run</c>.</summary>
internal sealed partial class RunSite : IAsyncDisposable
{
    private RunSite(FakeUpstream upstream) => Upstream = upstream;

    public FakeUpstream Upstream { get; }

    public TempDirectory Folder { get; } = new();

    /// <summary>What go is started with.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Further texts to be replaced before comparison.</summary>
    public Dictionary<string, string> Replacements { get; } = [];

    public string ModuleCache => Folder["modcache"];

    /// <summary>Starts the upstream with two modules and writes a project that requires them.</summary>
    public static async Task<RunSite> StartAsync()
    {
        using var go = GoCommand.RequireOrSkip();
        var fixture = new ModuleFixture();
        foreach (var name in new[] { "a", "b" })
        {
            fixture.Add($"example.com/{name}", "v1.0.0", ("go.mod", $"module example.com/{name}\n"), ($"{name}.go", $"package {name}\n"));
        }

        var site = new RunSite(await FakeUpstream.StartAsync(fixture));
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["GOPATH"] = site.Folder.Folder("gopath"),
            ["GOMODCACHE"] = site.ModuleCache,
            ["GOCACHE"] = site.Folder.Folder("cache"),
            ["GOENV"] = "off",
            ["GOFLAGS"] = "-modcacherw -mod=mod",
            ["GOPROXY"] = site.Upstream.Url,
            ["GOSUMDB"] = "off",
            ["GOTOOLCHAIN"] = "local",
        })
        {
            site.Variables[name] = value;
        }

        site.Folder.Write("project/go.mod", "module example.org/project\n\ngo 1.19\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/b v1.0.0\n)\n");
        return site;
    }

    /// <summary>Runs <c>sluice run</c> to its end.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        await using var run = Start(arguments);
        run.Input.Close();
        var exitCode = await run.WaitForExitAsync();
        return new CommandResult(exitCode, run.Output, run.Errors);
    }

    /// <summary>Starts <c>sluice run</c>.</summary>
    public RunProcess Start(params string[] arguments) => RunProcess.Start(Folder, Variables, arguments);

    /// <summary>What was said, with everything that is another one each time replaced: addresses, folders, ids, times, and bars, which are times.</summary>
    public string Normalise(string text)
    {
        foreach (var (from, to) in Replacements)
        {
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        text = text.Replace(Upstream.Url, "http://UPSTREAM", StringComparison.Ordinal)
            .Replace(new Uri(Upstream.Url).Authority, "UPSTREAM", StringComparison.Ordinal)
            .Replace(Folder.FullName, "FOLDER", StringComparison.Ordinal);
        text = Bars().Replace(text, "[bar]");
        text = Times().Replace(text, "TIME");
        text = Blanks().Replace(text, " TIME");
        text = GoTimes().Replace(text, "(TIME)");
        return Processes().Replace(Summed().Replace(text, "  summed: [phases]"), "process ID");
    }

    public async ValueTask DisposeAsync()
    {
        await Upstream.DisposeAsync();
        Folder.Dispose();
    }

    [GeneratedRegex(@"(?<=  )[.dct=#%]{10,60}(?=  )")]
    private static partial Regex Bars();

    [GeneratedRegex(@"\b[0-9]+(\.[0-9]+)? (ms|s)\b( [0-9]+ s\b)?")]
    private static partial Regex Times();

    [GeneratedRegex(@" +TIME")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\([0-9.]+s\)")]
    private static partial Regex GoTimes();

    [GeneratedRegex(@"  summed: .*")]
    private static partial Regex Summed();

    [GeneratedRegex(@"process [0-9]+")]
    private static partial Regex Processes();
}
