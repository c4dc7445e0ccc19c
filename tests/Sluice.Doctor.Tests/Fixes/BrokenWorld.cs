using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Dns;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Tests.Probes;
using Sluice.Doctor.Tests.Probes.Dns;

namespace Sluice.Doctor.Tests.Fixes;

/// <summary>
/// A machine on which the real <c>go mod download</c> fails until something is fixed: a module proxy on loopback, plain and over TLS, a name server, a cache, and hosts and
/// resolv.conf of its own, which go gets in a mount namespace.
/// </summary>
internal sealed class BrokenWorld : IAsyncDisposable
{
    public const string Name = "proxy.lab.test";
    private readonly LoopbackServer _proxy;
    private readonly LoopbackServer _secure;

    public BrokenWorld()
    {
        Cache = new ModuleCacheOnDisk(Fixture.Test);
        Authority = MakeAuthority();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(Authority, Authority.NotBefore, Authority.NotAfter, [1, 2, 3]);
        using var withKey = leaf.CopyWithPrivateKey(key);
        var certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        _proxy = LoopbackServer.Start(ServeAsync);
        _secure = LoopbackServer.Start(async (stream, stop) =>
        {
            await using var secured = await LoopbackServer.SecureAsync(stream, certificate, stop);
            await ServeAsync(secured, stop);
        });
        Fixture.Test.WriteSystem("/etc/hosts", "127.0.0.1 localhost\n").WriteSystem("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
        Fixture.Test.Set("GONOSUMDB", "*").Set("GIT_TERMINAL_PROMPT", "0").Set("GIT_CONFIG_NOSYSTEM", "1").Set("LANG", "C");
    }

    public FixFixture Fixture { get; } = new();

    public ModuleCacheOnDisk Cache { get; }

    public X509Certificate2 Authority { get; }

    public string Module { get; set; } = "example.com/one@v1.0.0";

    public string Proxy => $"http://127.0.0.1:{_proxy.Port}";

    public string NamedProxy => $"http://{Name}:{_proxy.Port}";

    public string SecureProxy => $"https://localhost:{_secure.Port}";

    public TestHost Test => Fixture.Test;

    public void GoEnv(string text) => Test.WriteHome(".config/go/env", text);

    /// <summary>A name server that knows the proxy, on an address of loopback that nobody else has.</summary>
    public static (DnsServer Server, string Address) StartNames()
    {
        var address = $"127.{RandomNumberGenerator.GetInt32(10, 250)}.{RandomNumberGenerator.GetInt32(1, 250)}.{RandomNumberGenerator.GetInt32(1, 250)}";
        var server = DnsServer.Start(address, 53);
        server.Answer = query => new DnsMessage
        {
            Id = query.Id,
            IsResponse = true,
            OffersRecursion = true,
            QuestionName = query.QuestionName,
            QuestionType = query.QuestionType,
            Answers = query.QuestionType == DnsType.A ? [new DnsRecord(query.QuestionName!, DnsType.A, 1, 60, "127.0.0.1")] : [],
        };
        return (server, address);
    }

    /// <summary>Runs the real go command as a new terminal would.</summary>
    public async Task<CommandRun> DownloadAsync(DoctorHost host)
    {
        var etc = Path.Combine(Test.Root, "etc");
        var mounts = string.Join(" && ", Directory.GetFiles(etc).Where(file => File.Exists($"/etc/{Path.GetFileName(file)}")).Select(file => $"mount --bind {file} /etc/{Path.GetFileName(file)}"));
        string[] arguments = ["-m", "sh", "-c", $"{mounts} && cd {Test.Work} && exec go mod download -x {Module}"];
        return await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandRequest("unshare", arguments, host.Environment) { Limit = TimeSpan.FromSeconds(60) }, TestContext.Current.CancellationToken);
    }

    /// <summary>The probe: go itself.</summary>
    public async Task<Tri> ReprobeAsync(Finding finding, DoctorHost host, CancellationToken cancellationToken) => await DownloadAsync(host) is { ExitCode: 0 } ? Tri.Yes : Tri.No;

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _secure.DisposeAsync();
        Authority.Dispose();
        Fixture.Dispose();
    }

    private async Task ServeAsync(Stream stream, CancellationToken stop)
    {
        var request = await LoopbackServer.ReadRequestAsync(stream, stop);
        var file = Cache.Tree + request.Target;
        var (status, body) = File.Exists(file) ? (200, await File.ReadAllBytesAsync(file, stop)) : (404, "not found"u8.ToArray());
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Reason\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), stop);
        await stream.WriteAsync(body, stop);
    }

    private static X509Certificate2 MakeAuthority()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Lab Root", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
    }
}
