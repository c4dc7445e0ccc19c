using System.Globalization;
using Sluice.Lab.Servers;

namespace Sluice.Lab.Worlds;

/// <summary>
/// A small internet with a company in it: namespaces and honest servers that stay up while scenarios come and go. A scenario's faults are undone exactly; nothing of
/// a scenario is left for the next. Not safe to use by two scenarios at a time.
/// </summary>
internal sealed class LabWorld : IAsyncDisposable
{
    private readonly Undo _undo = new();

    private LabWorld(Namespaces namespaces, string folder)
    {
        Namespaces = namespaces;
        Folder = folder;
        Authority = Authority.Create("CN=Lab Root CA, O=Lab");
        CompanyAuthority = Authority.Create("CN=Corp Web Gateway CA, O=Corp");
    }

    /// <summary>The namespaces.</summary>
    public Namespaces Namespaces { get; }

    /// <summary>Files of this world; gone with it.</summary>
    public string Folder { get; }

    /// <summary>Who issued the certificates of all servers.</summary>
    public Authority Authority { get; }

    /// <summary>Who issues the certificates of the company's proxy that opens TLS.</summary>
    public Authority CompanyAuthority { get; }

    /// <summary>Resolvers.</summary>
    public Resolvers Resolvers { get; private set; } = null!;

    /// <summary>Web servers.</summary>
    public WebServers Web { get; private set; } = null!;

    /// <summary>git hosts.</summary>
    public GitHosts Git { get; private set; } = null!;

    /// <summary>What the world's modules and their checksum database are.</summary>
    public LabModules Modules { get; private set; } = null!;

    /// <summary>The folder for logs.</summary>
    public string Logs => Path.Combine(Folder, "logs");

    /// <summary>The client's home folder, made anew for each scenario.</summary>
    public string Home => Path.Combine(Folder, "home");

    /// <summary>Brings a world up.</summary>
    /// <param name="number">Tells the worlds of one run apart.</param>
    /// <param name="cancellationToken">Takes down what stands.</param>
    public static async Task<LabWorld> StartAsync(int number, CancellationToken cancellationToken)
    {
        var namespaces = await Namespaces.CreateAsync(number, cancellationToken);
        var world = new LabWorld(namespaces, namespaces.Folder);
        try
        {
            await world.BringUpAsync(cancellationToken);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path below <see cref="Folder"/>.</summary>
    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>How to start a program in a place.</summary>
    public ToolStart In(string place, ToolStart start) =>
        start with { Program = "ip", Arguments = ["netns", "exec", Namespaces[place], start.Program, .. start.Arguments] };

    /// <summary>Runs a program in a place; throws when it fails.</summary>
    public Task<string> RunInAsync(string place, CancellationToken cancellationToken, string program, params IReadOnlyList<string> arguments) =>
        Tool.RunOrFailAsync(In(place, new ToolStart(program, arguments)), cancellationToken);

    /// <summary>Starts a server in a place, in a clean environment.</summary>
    public LabServer Serve(string place, string name, string program, params IReadOnlyList<string> arguments) =>
        LabServer.Start(name, In(place, new ToolStart(Tool.Find(program) ?? program, arguments) { Environment = ServerEnvironment() }), Logs);

    /// <summary>Writes a file of <c>/etc</c> of the client. In place: a running program sees it, too.</summary>
    public void WriteClientEtc(string name, string text)
    {
        var file = Path.Combine(Namespaces.EtcOf(Places.Client), name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _undo.DisposeAsync();
        }
        finally
        {
            await Namespaces.RemoveAsync();
            Authority.Dispose();
            CompanyAuthority.Dispose();
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }
        }
    }

    private async Task BringUpAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Logs);
        await Tool.ShellAsync(string.Create(CultureInfo.InvariantCulture, $"chmod 755 {Folder} {Logs}"), cancellationToken);
        Authority.Save(At("ca"));
        CompanyAuthority.Save(At("company-ca"));
        Modules = await LabModules.CreateAsync(At("sumdb.key"), cancellationToken);
        PrepareClientEtc();

        // Nobody needs another to start; the slowest decides.
        var names = NameServers.StartAsync(this, cancellationToken);
        var resolvers = Resolvers.StartAsync(this, cancellationToken);
        var web = WebServers.StartAsync(this, cancellationToken);
        var git = GitHosts.StartAsync(this, cancellationToken);
        var proxies = ForwardProxies.StartAsync(this, cancellationToken);
        Task<IAsyncDisposable>[] all = [Owned(names), Owned(resolvers), Owned(web), Owned(git), Owned(proxies)];
        foreach (var one in await Task.WhenAll(all.Select(Settle)))
        {
            if (one is not null)
            {
                _undo.Own(one);
            }
        }

        await Task.WhenAll(all);
        Resolvers = await resolvers;
        Web = await web;
        Git = await git;
        await Resolvers.WarmUpAsync(cancellationToken);
    }

    private static async Task<IAsyncDisposable> Owned<T>(Task<T> starting)
        where T : IAsyncDisposable => await starting;

    private static async Task<IAsyncDisposable?> Settle(Task<IAsyncDisposable> starting)
    {
        try
        {
            return await starting;
        }
        catch (Exception exception) when (exception is LabException or IOException or OperationCanceledException)
        {
            return null; // Thrown again by who awaits all of them.
        }
    }

    private void PrepareClientEtc()
    {
        // A child without /etc/passwd's own home folder: ssh looks there, not at HOME.
        WriteClientEtc("passwd", $"root:x:0:0:root:{Home}:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n");
        WriteClientEtc("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        WriteClientEtc("resolv.conf", "");
        WriteClientEtc("hosts", "");
        WriteClientEtc("ssl/certs/ca-certificates.crt", Authority.Pem);
        if (File.Exists("/etc/ssl/openssl.cnf"))
        {
            WriteClientEtc("ssl/openssl.cnf", File.ReadAllText("/etc/ssl/openssl.cnf"));
        }
    }

    private static Dictionary<string, string> ServerEnvironment() => new()
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["HOME"] = "/nonexistent",
        ["LC_ALL"] = "C.UTF-8",
        ["DOTNET_ROOT"] = Dotnet.Root,
    };
}
