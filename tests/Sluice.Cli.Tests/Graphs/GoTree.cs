using System.Text;
using Sluice.Testing;

namespace Sluice.Cli.Tests.Graphs;

/// <summary>
/// Modules with a go command that gets them from a file tree. Each module is one package that imports the packages of the modules it requires; so is each main module.
/// </summary>
internal sealed class GoTree : IDisposable
{
    private readonly ModuleFixture _modules = new();

    public GoTree()
    {
        Go = GoCommand.RequireOrSkip();
        Go.Proxy = $"file://{Go.Home.Folder("proxy")}";
    }

    public GoCommand Go { get; }

    public CliFixture Cli { get; } = new() { UsesRealTools = true, Width = 100 };

    /// <summary>Adds a module version with requirements <c>path version</c>.</summary>
    public GoTree Add(string path, string version, string? go, params string[] requirements)
    {
        _modules.Add(path, version, ("go.mod", GoMod(path, go, requirements)), ("m.go", Package(requirements)));
        return this;
    }

    /// <summary>Makes the tree ready for the go command and for Sluice, which looks at the same module cache.</summary>
    public GoTree Finish()
    {
        _modules.WriteTree(Go.Home["proxy"]);
        Cli.Variables["GOMODCACHE"] = Go.ModuleCache;
        return this;
    }

    /// <summary>Writes a main module into a folder of the working directory.</summary>
    /// <param name="folder">The folder; empty for the working directory itself.</param>
    /// <param name="path">The module's path.</param>
    /// <param name="go">Its go directive.</param>
    /// <param name="requirements">Its requirements, which it imports.</param>
    /// <param name="rest">Further lines of its go.mod.</param>
    public void WriteMain(string folder, string path, string? go, IReadOnlyList<string> requirements, string rest = "")
    {
        Cli.Write(Path.Combine(folder, "go.mod"), GoMod(path, go, requirements) + rest);
        Cli.Write(Path.Combine(folder, "m.go"), Package(requirements));
    }

    /// <summary>Runs <c>go</c> in the working directory.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => Go.RunAsync(Cli.Root, arguments);

    public void Dispose()
    {
        Cli.Dispose();
        Go.Dispose();
    }

    private static string GoMod(string path, string? go, IReadOnlyList<string> requirements) =>
        $"module {path}\n{(go is null ? "" : $"\ngo {go}\n")}{string.Concat(requirements.Select(requirement => $"\nrequire {requirement}\n"))}";

    private static string Package(IReadOnlyList<string> requirements)
    {
        var text = new StringBuilder("package m\n");
        foreach (var path in requirements.Where(requirement => !requirement.EndsWith("// indirect", StringComparison.Ordinal)).Select(requirement => requirement.Split(' ')[0]).Distinct())
        {
            text.Append($"\nimport _ \"{path}\"\n");
        }

        return text.ToString();
    }
}
