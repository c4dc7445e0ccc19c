using System.Text;
using Sluice.Api.Store;
using Sluice.Api.SumDb;
using Sluice.Cli.Fetching;
using Sluice.Cli.Invocation;
using Sluice.Cli.Wiring;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Running;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Tests;

/// <summary>Runs command lines in this process, with captured output, a working directory of its own, and parts that behave.</summary>
internal sealed class CliFixture : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Root { get; } = Directory.CreateTempSubdirectory("sluice-cli-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public FakeSession Session { get; } = new();

    public StringWriter Out { get; } = new() { NewLine = "\n" };

    public StringWriter Error { get; } = new() { NewLine = "\n" };

    public string Input { get; set; } = "";

    public int Width { get; set; } = 80;

    public bool IsTerminal { get; set; }

    /// <summary>What <c>serve</c> was called with.</summary>
    public GatewaySettings? Served { get; private set; }

    /// <summary>Whether commands run on the real pipeline and store.</summary>
    public bool UsesRealTools { get; set; }

    /// <summary>What is different about the machine that the doctor sees.</summary>
    public Func<DoctorHost, DoctorHost> Host { get; set; } = host => host;

    public Func<Task> Serve { get; set; } = () => Task.CompletedTask;

    public StoreVerifyReport VerifyReport { get; set; } = new("/store", 0, 0, 0, 0, 0, []);

    public VerdictReport VerdictReport { get; set; } = new("example.com/m", "v1.0.0", "all-agree", "All agree.", "", []);

    public StoreVerifyReport HealReport { get; set; } = new("/store", 0, 0, 0, 0, 0, []);

    public StoreStatisticsReport StatisticsReport { get; set; } = new("/store", 0, 0, 0, 0, 0, []);

    public StoreOriginsReport OriginsReport { get; set; } = new("/store", [], []);

    public StoreImportRequest? Imported { get; private set; }

    /// <summary>What the doctor finds on the machine.</summary>
    public EvidenceBundle? Evidence { get; set; }

    /// <summary>What the doctor was told to look at.</summary>
    public DoctorOptions? Diagnosed { get; private set; }

    public GoFileReader ReadGoFile { get; set; } = (_, _) => new GoFileContent([], [], []);

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public async Task<int> RunAsync(params string[] arguments) => await RunAsync(TestContext.Current.CancellationToken, arguments);

    public async Task<int> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var context = new CliContext
        {
            Out = Out,
            Error = Error,
            OpenInput = () => new StringReader(Input),
            OpenInputBytes = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
            Variables = Variables,
            WorkingDirectory = Root,
            MeasureWidth = () => Width,
            IsOutTerminal = IsTerminal,
            Time = TimeProvider.System,
            Tools = UsesRealTools ? CliTools.Real : Tools(),
            OpenHost = cli => Host(DoctorHosts.Of(cli)),
        };
        return await CommandLine.RunAsync(arguments, context, cancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private CliTools Tools() => new(
        (settings, _, _) =>
        {
            Served = settings;
            return Serve();
        },
        (_, _, _) => Task.FromResult<IGatewaySession>(Session),
        (name, content) => ReadGoFile(name, content),
        (_, heals, _, _, _) => Task.FromResult(heals ? HealReport : VerifyReport),
        (_, _, _, _) => Task.FromResult(StatisticsReport),
        (_, _) => Task.FromResult(OriginsReport),
        (request, _, _, _) =>
        {
            Imported = request;
            return Task.FromResult(new StoreImportReport(request.From, "gomodcache", request.Settings.DataDirectory, 2, 5, 1, 3000, 12, 0, []));
        },
        (_, _, _, _, _) => Task.FromResult(VerdictReport),
        (options, _, _, _) =>
        {
            Diagnosed = options;
            return Task.FromResult(Evidence ?? throw new InvalidOperationException("this test has no evidence"));
        });
}
