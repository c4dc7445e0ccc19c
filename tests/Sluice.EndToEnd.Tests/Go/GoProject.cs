using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Go;

/// <summary>A project of a developer, with a go command and a module cache of its own. Requires nothing at first.</summary>
internal sealed class GoProject : IDisposable
{
    private static readonly string[] Concurrent = ["go: downloading ", "go: finding ", "go: found "];

    private readonly GoCommand _go = GoCommand.RequireOrSkip();

    /// <summary>Makes the project.</summary>
    /// <param name="proxy">Its GOPROXY.</param>
    public GoProject(string proxy)
    {
        _go.Proxy = proxy;
        _go.Variables["GOFLAGS"] = "-modcacherw -mod=mod";
        Write("go.mod", "module example.org/project\n\ngo 1.19\n");
    }

    /// <summary>Its GOPROXY.</summary>
    public string Proxy
    {
        get => _go.Proxy;
        set => _go.Proxy = value;
    }

    /// <summary>Its GOSUMDB.</summary>
    public string SumDb
    {
        set => _go.Variables["GOSUMDB"] = value;
    }

    public string GoMod => Read("go.mod");

    public string GoSum => Read("go.sum");

    public void Write(string file, string text) => _go.Home.Write("project/" + file, text);

    /// <summary>Runs <c>go</c> with arguments parted by blanks.</summary>
    public Task<CommandResult> RunAsync(string arguments) => _go.RunAsync(_go.Home["project"], arguments.Split(' '));

    /// <summary>Runs commands one after the other, and tells all that a developer can see afterwards.</summary>
    /// <param name="commands">Arguments of <c>go</c>, parted by blanks.</param>
    public async Task<string> TellAsync(params string[] commands)
    {
        var story = new System.Text.StringBuilder();
        foreach (var command in commands)
        {
            var result = await RunAsync(command);
            story.Append($"$ go {command}\n{result with { Errors = SortDownloads(result.Errors) }}\n");
        }

        // Addresses and folders are another one each time; all else is to be equal.
        return story.Append($"-- go.mod --\n{GoMod}-- go.sum --\n{GoSum}")
            .Replace(Proxy, "PROXY")
            .Replace(_go.Home.FullName, "HOME")
            .ToString();
    }

    public void ForgetModules() => _go.ClearModuleCache();

    /// <inheritdoc/>
    public void Dispose() => _go.Dispose();

    /// <summary>Downloads and searches run at the same time and are told of in any order.</summary>
    private static string SortDownloads(string errors)
    {
        var lines = errors.Split('\n').ToLookup(line => Concurrent.Any(start => line.StartsWith(start, StringComparison.Ordinal)));
        return string.Join('\n', [.. lines[true].Order(StringComparer.Ordinal), .. lines[false]]);
    }

    private string Read(string file)
    {
        var path = _go.Home["project", file];
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
