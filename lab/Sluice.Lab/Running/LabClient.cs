using System.Globalization;
using System.Text;
using Sluice.Lab.Scenarios;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Running;

/// <summary>The client of a scenario: its home folder, project, settings and environment.</summary>
internal sealed class LabClient(LabWorld world, Scenario scenario)
{
    private string _searchPath = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>The folder of its project.</summary>
    public string Project => Path.Combine(world.Home, "project");

    /// <summary>Its module cache.</summary>
    public string ModuleCache => Environment().GetValueOrDefault("GOMODCACHE") ?? Path.Combine(world.Home, "go", "pkg", "mod");

    /// <summary>Writes everything anew.</summary>
    public async Task PrepareAsync(Undo undo, CancellationToken cancellationToken)
    {
        if (Directory.Exists(world.Home))
        {
            Directory.Delete(world.Home, recursive: true);
        }

        undo.Add(() =>
        {
            Directory.Delete(world.Home, recursive: true);
            return Task.CompletedTask;
        });
        Directory.CreateDirectory(Path.Combine(world.Home, "tmp"));
        Directory.CreateDirectory(Project);
        var client = scenario.Client;
        world.WriteClientEtc("resolv.conf", client.Resolv ?? $"nameserver {Net.Resolver}\n");
        world.WriteClientEtc("hosts", "127.0.0.1 localhost\n" + client.Hosts);
        WriteTrust(client.Trust);
        Write(Project, "go.mod", GoMod());
        foreach (var (name, text) in client.Files)
        {
            Write(Project, name, text);
        }

        Write(world.Home, ".config/go/env", string.Concat(GoEnv().Select(pair => $"{pair.Key}={Fill(pair.Value)}\n")));
        foreach (var (name, text) in client.Home)
        {
            Write(world.Home, name, text);
        }

        if (client.Tree)
        {
            world.Modules.Public.WriteTree(Path.Combine(world.Home, "tree"));
        }

        if (client.Ipv6 != "off")
        {
            await UseIpv6Async(undo, client.Ipv6 == "only", cancellationToken);
        }
    }

    /// <summary>A program that is not installed.</summary>
    public void HideProgram(string program)
    {
        var folder = Directory.CreateDirectory(Path.Combine(world.Home, ".bin")).FullName;
        foreach (var file in _searchPath.Split(':').Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).DistinctBy(Path.GetFileName).Where(file => Path.GetFileName(file) != program))
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        }

        _searchPath = folder;
    }

    /// <summary>Its environment.</summary>
    public Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = _searchPath,
            ["HOME"] = world.Home,
            ["TMPDIR"] = Path.Combine(world.Home, "tmp"),
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
        };
        foreach (var (name, value) in scenario.Client.Env)
        {
            environment[name] = Fill(value);
        }

        return environment;
    }

    /// <summary>Runs a command line as the client.</summary>
    /// <param name="command">Words with blanks between; <c>sh -c</c> is not needed for anything here.</param>
    /// <param name="limit">After this it is ended.</param>
    /// <param name="extra">Further variables.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ToolResult> RunAsync(IReadOnlyList<string> command, TimeSpan limit, IReadOnlyDictionary<string, string> extra, CancellationToken cancellationToken)
    {
        var environment = Environment();
        foreach (var (name, value) in extra)
        {
            environment[name] = value;
        }

        // ip looks the program up before the namespace is entered; the client's own PATH must decide.
        var start = new ToolStart("/usr/bin/env", command) { Environment = environment, Directory = Project, Limit = limit };
        return Tool.RunAsync(world.In(Places.Client, start) with { Program = Tool.Find("ip")! }, cancellationToken);
    }

    /// <summary>Puts the lab's values in the place of <c>{{NAME}}</c>.</summary>
    internal string Fill(string text)
    {
        var filled = new StringBuilder(text)
            .Replace("{{sumdb-key}}", world.Modules.Key)
            .Replace("{{home}}", world.Home)
            .Replace("{{known-host}}", world.Git.KnownHost)
            .Replace("{{client-key}}", world.Git.ClientKey)
            .Replace("{{company-ca}}", world.At("company-ca.pem"))
            .ToString();
        while (filled.IndexOf("{{gosum ", StringComparison.Ordinal) is >= 0 and var at)
        {
            var end = filled.IndexOf("}}", at, StringComparison.Ordinal);
            var module = filled[(at + "{{gosum ".Length)..end].Split('@');
            filled = filled[..at] + world.Modules.GoSumOf(module[0], module[1]) + filled[(end + 2)..];
        }

        return filled;
    }

    private Dictionary<string, string> GoEnv()
    {
        var values = new Dictionary<string, string> { ["GOSUMDB"] = "{{sumdb-key}}" };
        foreach (var (name, value) in scenario.Client.Goenv)
        {
            values[name] = value;
        }

        return values;
    }

    private string GoMod() => "module example.test/project\n\ngo 1.19\n" +
        string.Concat(scenario.Client.Require.DefaultIfEmpty(scenario.Module).Select(required => $"\nrequire {required.Replace('@', ' ')}\n"));

    private void WriteTrust(string trust) =>
        world.WriteClientEtc("ssl/certs/ca-certificates.crt", world.Authority.Pem + (trust == "company" ? world.CompanyAuthority.Pem : ""));

    private void Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, Fill(text));
        if (name.StartsWith(".ssh/", StringComparison.Ordinal) || name == ".netrc")
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private async Task UseIpv6Async(Undo undo, bool isOnly, CancellationToken cancellationToken)
    {
        var name = world.Namespaces[Places.Client];
        await Tool.ShellAsync(string.Create(CultureInfo.InvariantCulture, $"ip -n {name} addr add {Net.Client6}/64 dev eth0 nodad; ip -n {name} -6 route add default via {Net.Gateway6}"), cancellationToken);
        undo.Add(() => Tool.ShellAsync($"ip -n {name} -6 route del default; ip -n {name} addr del {Net.Client6}/64 dev eth0", CancellationToken.None));
        if (isOnly)
        {
            await Tool.ShellAsync($"ip -n {name} addr del {Net.Client}/24 dev eth0", cancellationToken);
            undo.Add(() => Tool.ShellAsync($"ip -n {name} addr add {Net.Client}/24 dev eth0; ip -n {name} route add default via {Net.Gateway}", CancellationToken.None));
        }
    }
}
