using System.Diagnostics;
using System.Text;

namespace Sluice.Testing;

/// <summary>
/// The real go command in a clean environment of its own: HOME, GOPATH, module cache and build cache lie in one temporary directory, nothing
/// is taken over from the surroundings but PATH. Runs may follow one another; the caches stay until <see cref="Dispose"/>.
/// </summary>
public sealed class GoCommand : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly string _program;

    private GoCommand(string program) => _program = program;

    /// <summary>GOPROXY; <c>off</c> at first, so that no test reaches the network by mistake.</summary>
    public string Proxy { get; set; } = "off";

    /// <summary>Further variables for every run; they win over the ones set here.</summary>
    public IDictionary<string, string> Variables { get; } = new Dictionary<string, string>();

    /// <summary>The module cache (GOMODCACHE).</summary>
    public string ModuleCache => _home["modcache"];

    /// <summary>Where a test may put its own modules.</summary>
    public TempDirectory Home => _home;

    /// <summary>A go command, or a skipped test where there is none; with <c>CI=true</c> in the environment a failed one.</summary>
    public static GoCommand RequireOrSkip() => new(FindProgram() ?? throw Requirement.Missing("the go command is not on PATH"));

    /// <summary>The <c>src</c> folder of the installed Go; where it is missing the test is skipped, and fails in CI.</summary>
    public static string RequireSources()
    {
        using var go = RequireOrSkip();

        // A go binary beside its tree knows the tree without being run: bin/go is often a link into it.
        var program = new FileInfo(go._program);
        var target = program.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program.FullName;
        var sources = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(target))!, "src");
        return Directory.Exists(Path.Combine(sources, "cmd", "go", "testdata", "mod"))
            ? sources
            : throw Requirement.Missing($"{sources} does not hold the sources of Go with the tests of cmd/go (Debian: golang-src)");
    }

    /// <summary>Forgets downloaded modules, as <c>go clean -modcache</c> does.</summary>
    public void ClearModuleCache()
    {
        if (Directory.Exists(ModuleCache))
        {
            Directory.Delete(ModuleCache, recursive: true);
        }
    }

    /// <summary>Runs <c>go</c>; a failing command is a result, a stuck one a <see cref="TimeoutException"/> after its children are killed.</summary>
    /// <param name="directory">The working directory.</param>
    /// <param name="arguments">The arguments, one each.</param>
    public async Task<CommandResult> RunAsync(string directory, params string[] arguments)
    {
        using var process = new Process { StartInfo = StartInfo(directory, arguments) };
        using var deadline = new CancellationTokenSource(Patience.Command);
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new CommandResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"go {string.Join(' ', arguments)} ran longer than {Patience.Command}", exception);
        }
    }

    /// <summary>Runs <c>go</c> and throws with everything it said when it fails.</summary>
    public async Task<CommandResult> RunOrFailAsync(string directory, params string[] arguments)
    {
        var result = await RunAsync(directory, arguments);
        return result.ExitCode == 0 ? result : throw new InvalidOperationException($"go {string.Join(' ', arguments)}\n{result}");
    }

    /// <inheritdoc/>
    public void Dispose() => _home.Dispose();

    private static string? FindProgram()
    {
        var name = OperatingSystem.IsWindows() ? "go.exe" : "go";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private ProcessStartInfo StartInfo(string directory, string[] arguments)
    {
        var start = new ProcessStartInfo(_program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        var variables = new Dictionary<string, string?>
        {
            ["PATH"] = path,
            ["HOME"] = _home.Folder("home"),
            ["TMPDIR"] = _home.Folder("tmp"),
            ["GOPATH"] = _home.Folder("gopath"),
            ["GOMODCACHE"] = ModuleCache,
            ["GOCACHE"] = _home.Folder("cache"),
            ["GOENV"] = "off",
            ["GOFLAGS"] = "-modcacherw",
            ["GOPROXY"] = Proxy,
            ["GOSUMDB"] = "off",
            ["GOTOOLCHAIN"] = "local",
            ["NO_PROXY"] = "127.0.0.1,localhost",
        };
        foreach (var (name, value) in variables.Concat(Variables.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))))
        {
            start.Environment[name] = value;
        }

        return start;
    }
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">0 when it succeeded.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <inheritdoc/>
    public override string ToString() => $"exit code {ExitCode}\n{Output}{Errors}";
}
