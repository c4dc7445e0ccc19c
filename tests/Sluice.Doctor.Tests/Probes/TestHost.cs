using Sluice.Doctor.Probes;
using Sluice.Modules.SumDb;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes;

/// <summary>A machine of the test's own: folders for the file system's root, the home and the work, an environment with nothing but what the test sets.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly Random _random = Seeded.Random(7);

    public TestHost()
    {
        Home = _files.Folder("home");
        Root = _files.Folder("root");
        Work = _files.Folder("work");
        Set("HOME", Home);
    }

    public string Home { get; }

    public string Root { get; }

    public string Work { get; }

    public Dictionary<string, string> Environment { get; } = [];

    public int DnsPort { get; set; } = 53;

    public IReadOnlyList<KnownResolver> PublicResolvers { get; set; } = [];

    public IReadOnlyList<KnownResolver> HttpsResolvers { get; set; } = [];

    public IReadOnlyList<KnownResolver> RootServers { get; set; } = [];

    public HostSystem System { get; set; } = HostSystem.Linux;

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public Func<NoteVerifierKey, INoteVerifier>? VerifierOf { get; set; }

    public TestHost Set(string name, string value)
    {
        Environment[name] = value;
        return this;
    }

    /// <summary>Writes a file of the system: <c>/etc/hosts</c>.</summary>
    public TestHost WriteSystem(string path, string text)
    {
        _files.Write("root" + path, text);
        return this;
    }

    public string WriteHome(string path, string text) => _files.Write("home/" + path, text);

    public string WriteWork(string path, string text) => _files.Write("work/" + path, text);

    public DoctorHost Build() => new()
    {
        Environment = Environment,
        System = System,
        WorkingDirectory = Work,
        Time = Time,
        Random = NextRandom,
        Root = Root,
        DnsPort = DnsPort,
        PublicResolvers = PublicResolvers,
        HttpsResolvers = HttpsResolvers,
        RootServers = RootServers,
        VerifierOf = VerifierOf,
    };

    public void Dispose() => _files.Dispose();

    private int NextRandom(int limit)
    {
        lock (_random)
        {
            return _random.Next(limit);
        }
    }
}
